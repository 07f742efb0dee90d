import { parsePaste } from './parse-paste.ts';
import { answerPaste } from './paste-answer.ts';

/** Finds the images in a text outside the page's thread: the answer to a text is a `PasteAnswer`. */
addEventListener('message', async ({ data }: MessageEvent<string>) => {
  postMessage(await answerPaste(data, parsePaste));
});
