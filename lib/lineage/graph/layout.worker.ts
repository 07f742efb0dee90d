import { type LayoutRequest, layoutGraph } from './layout.ts';

/** Lays graphs out beside the page: each request `{ ticket, request }` is answered `{ ticket, layout }`. */
addEventListener('message', ({ data }: MessageEvent<{ ticket: number; request: LayoutRequest }>) => {
  postMessage({ ticket: data.ticket, layout: layoutGraph(data.request) });
});
