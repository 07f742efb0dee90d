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
  const progress = await watchScan(server, begin);
  return (progress.at(-1)?.ms ?? 0) / 1000;
}

/** How far a scan was, and how many milliseconds after its request. */
export interface ScanMoment {
  readonly ms: number;
  readonly total: number;
  readonly checked: number;
  readonly done: number;
  readonly failed: number;
}

/** Starts a scan and returns every event about it up to its end. */
export async function watchScan(
  server: RunningBaseboard,
  begin: () => Promise<unknown>,
): Promise<ScanMoment[]> {
  const listening = new AbortController();
  const stream = await fetch(`${server.url}/api/v1/events`, { signal: listening.signal });
  if (stream.body === null) throw new Error('the event stream has no body');
  const began = performance.now();
  const moments: ScanMoment[] = [];
  await begin();
  let text = '';
  for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
    const parts = (text + chunk).split('\n\n');
    text = parts.pop() ?? '';
    const progress = parts.flatMap(progressIn);
    moments.push(...progress.map((each) => ({ ms: performance.now() - began, ...each })));
    if (progress.some(({ total, done, failed }) => done + failed >= total)) break;
  }
  listening.abort();
  return moments;
}

function progressIn(event: string): Omit<ScanMoment, 'ms'>[] {
  const data = /^event: scan\ndata: (.*\})$/.exec(event)?.[1];
  return data === undefined ? [] : [JSON.parse(data)];
}
