import type { BaseboardEvent } from '../../contract/events.ts';

/** Where events come from; the returned function ends the subscription. */
export interface EventSource {
  subscribe(listener: (event: BaseboardEvent) => void): () => void;
}

/** Comments keep proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** Events waiting for one slow reader; beyond this the stream ends and the browser connects anew. */
const MAX_WAITING = 1000;

/**
 * Events as Server-Sent Events (WHATWG HTML § 9.2): the name is the type, the data the rest as JSON. The stream ends
 * when `stillAdmitted` answers false: it is asked with every heartbeat, for a session may end while a stream goes on.
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
          // Who cannot be asked about is let go: the browser connects anew, and is decided on then.
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
            // The reader is gone already: there is nothing left to close.
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
