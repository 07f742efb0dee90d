import type { Layout, LayoutRequest } from '#lib/lineage/graph/layout.ts';

interface Waiting {
  resolve(layout: Layout): void;
  reject(error: Error): void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let tickets = 0;

/** Starts the worker early, so that it loads while the graph is fetched. */
export function prepareLayOut(): void {
  worker ??= startWorker();
}

/** Lays out a drawing in the page's layout worker; throws if the browser could not start it. */
export function layOut(request: LayoutRequest): Promise<Layout> {
  const started = worker ?? startWorker();
  worker = started;
  const ticket = ++tickets;
  return new Promise((resolve, reject) => {
    waiting.set(ticket, { resolve, reject });
    started.postMessage({ ticket, request });
  });
}

function startWorker(): Worker {
  const started = new Worker(new URL('../../lib/lineage/graph/layout.worker.ts', import.meta.url), {
    type: 'module',
  });
  started.addEventListener('message', ({ data }: MessageEvent<{ ticket: number; layout: Layout }>) => {
    waiting.get(data.ticket)?.resolve(data.layout);
    waiting.delete(data.ticket);
  });
  started.addEventListener('error', ({ message }) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error(`The layout worker failed: ${message}`));
    waiting.clear();
  });
  return started;
}
