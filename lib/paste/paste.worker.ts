import { parsePaste } from './parse-paste.ts';

/** Finds the images in a text outside the page's main thread. It answers each text with a `Paste`. */
addEventListener('message', async ({ data }: MessageEvent<string>) => {
  postMessage(await parsePaste(data));
});
