import type { RunningBaseboard } from '../e2e/server.ts';

/** Sends a JSON request to a running Baseboard. Throws on an error answer. */
export async function ask<T>(
  server: RunningBaseboard,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Tracks the references and waits until each has a verdict. Returns the duration in seconds. */
export function trackAll(server: RunningBaseboard, references: readonly string[]): Promise<number> {
  return untilScanned(server, () => ask(server, 'POST', '/api/v1/images', { references }));
}

/** Scans everything again and waits for the event of its end. Returns the duration in seconds. */
export function rescanAll(server: RunningBaseboard): Promise<number> {
  return untilScanned(server, () => ask(server, 'POST', '/api/v1/scans', {}));
}

/** Starts a scan and waits for the event of its end. Returns the duration in seconds. */
async function untilScanned(server: RunningBaseboard, begin: () => Promise<unknown>): Promise<number> {
  const listening = new AbortController();
  const stream = await fetch(`${server.url}/api/v1/events`, { signal: listening.signal });
  if (stream.body === null) throw new Error('the event stream has no body');
  const began = performance.now();
  await begin();
  let text = '';
  for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (isOver(text)) break;
  }
  const took = (performance.now() - began) / 1000;
  listening.abort();
  return took;
}

function isOver(text: string): boolean {
  return text.split('\n\n').some((event) => {
    const data = /^event: scan\ndata: (.*\})$/.exec(event)?.[1];
    if (data === undefined) return false;
    const { total, done, failed }: { total: number; done: number; failed: number } = JSON.parse(data);
    return done + failed >= total;
  });
}
