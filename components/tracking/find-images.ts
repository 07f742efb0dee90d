import { parsePaste } from '#lib/paste/parse-paste.ts';
import type { Paste } from '#lib/paste/paste.ts';

/** Texts of more characters are parsed in a worker: the YAML parser needs seconds for two million of them. */
const LARGE = 100_000;

/** Finds the images in a text. The page stays responsive, however large the text is. Never rejects. */
export async function findImages(text: string): Promise<Paste> {
  if (text.length <= LARGE) return parsePaste(text);
  try {
    return await findInWorker(text);
  } catch {
    // If the worker cannot be started, the text is parsed in the page.
    return parsePaste(text);
  }
}

function findInWorker(text: string): Promise<Paste> {
  const worker = new Worker(new URL('../../lib/paste/paste.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Paste>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Paste>) => resolve(data));
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    worker.postMessage(text);
  }).finally(() => worker.terminate());
}
