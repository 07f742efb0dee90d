import { parsePaste } from './parse-paste.ts';

/** Finds the images in a text outside the page's thread: the answer to a text is a `Paste`. */
addEventListener('message', async ({ data }: MessageEvent<string>) => {
  postMessage(await parsePaste(data));
});
