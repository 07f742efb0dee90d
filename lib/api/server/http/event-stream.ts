import type { BaseboardEvent } from '../../contract/events.ts';

/** A source of events; `subscribe` returns a function that ends the subscription. */
export interface EventSource {
  subscribe(listener: (event: BaseboardEvent) => void): () => void;
}

/** Comments keep proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** Events that may wait for a slow reader. Beyond this the stream is closed, and the browser reconnects. */
const MAX_WAITING = 1000;

/**
 * Sends events as Server-Sent Events (WHATWG HTML § 9.2): the event's type is the name, its other fields are the data as
 * JSON. `stillAdmitted` is called at every heartbeat, because a session may end while a stream is open. The stream is
 * closed when it returns false.
 */
export function eventStream(
  events: EventSource,
  signal: AbortSignal,
  stillAdmitted: () => Promise<boolean>,
): Response {
  const encoder = new TextEncoder();
  let end = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let ended = false;
        const send = (text: string) => {
          if (ended) return;
          if ((controller.desiredSize ?? 0) < -MAX_WAITING) return end();
          controller.enqueue(encoder.encode(text));
        };
        const unsubscribe = events.subscribe(({ type, ...data }) =>
          send(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`),
        );
        const beat = async () => {
          // If access can't be checked, close the stream. The browser reconnects and is checked again.
          if (await stillAdmitted().catch(() => false)) send(': still here\n\n');
          else end();
        };
        const heartbeat = setInterval(() => void beat(), HEARTBEAT_MS);
        end = () => {
          if (ended) return;
          ended = true;
          clearInterval(heartbeat);
          unsubscribe();
          try {
            controller.close();
          } catch {
            // The reader has disconnected already.
          }
        };
        signal.addEventListener('abort', end);
        send('retry: 2000\n\n');
      },
      cancel: () => end(),
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
