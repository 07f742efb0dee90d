import type { Paste } from './paste.ts';

/** What the worker answers: the images of a text, or the message of the error that kept it from reading the text. */
export type PasteAnswer = { readonly paste: Paste } | { readonly error: string };

/**
 * Reads a text for whoever waits for a message. An error is an answer, too: the page is not notified of a promise that
 * rejects inside a worker, and would wait for ever.
 */
export async function answerPaste(
  text: string,
  parse: (text: string) => Promise<Paste>,
): Promise<PasteAnswer> {
  try {
    return { paste: await parse(text) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
