import { type LayoutRequest, layoutGraph } from './layout.ts';

/** Lays out graphs outside the page's thread: the answer to `{ ticket, request }` is `{ ticket, layout }`. */
addEventListener('message', ({ data }: MessageEvent<{ ticket: number; request: LayoutRequest }>) => {
  postMessage({ ticket: data.ticket, layout: layoutGraph(data.request) });
});
