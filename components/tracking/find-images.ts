import { parsePaste } from '#lib/paste/parse-paste.ts';
import { type Paste, quoteOf } from '#lib/paste/paste.ts';
import { answerPaste, type PasteAnswer } from '#lib/paste/paste-answer.ts';

/** Texts of more characters are parsed in a worker: the YAML parser needs seconds for two million of them. */
const LARGE = 100_000;

/**
 * Finds the images in a text. The page stays responsive, however large the text is. Never rejects: a parser that does
 * not load, because the browser is offline or the server was updated, is a problem of the paste.
 */
export async function findImages(text: string, parse = parsePaste): Promise<Paste> {
  // If the worker cannot answer, the text is parsed in the page.
  const worked = text.length > LARGE ? await inWorker(text) : undefined;
  const answer = worked !== undefined && 'paste' in worked ? worked : await answerPaste(text, parse);
  return 'paste' in answer ? answer.paste : unread(text, answer.error);
}

/** The worker's answer; an error if the worker does not start. */
async function inWorker(text: string): Promise<PasteAnswer> {
  let worker: Worker | undefined;
  try {
    const started = new Worker(new URL('../../lib/paste/paste.worker.ts', import.meta.url), {
      type: 'module',
    });
    worker = started;
    return await new Promise<PasteAnswer>((resolve, reject) => {
      started.addEventListener('message', ({ data }: MessageEvent<PasteAnswer>) => resolve(data));
      started.addEventListener('error', ({ message }) => reject(new Error(message)));
      started.postMessage(text);
    });
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    worker?.terminate();
  }
}

function unread(text: string, error: string): Paste {
  const problem = `Baseboard could not read this text (${quoteOf(error)}). Check your connection and try again. If it fails again, keep a copy of the text, reload the page and add it again.`;
  return { images: [], problems: [{ line: 1, text: quoteOf(text), problem }] };
}
