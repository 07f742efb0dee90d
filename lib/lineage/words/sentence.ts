/** A part of a sentence: plain text, or a name such as a reference, a tag or a digest. */
export interface SentencePart {
  readonly text: string;
  readonly isName: boolean;
}

/**
 * Splits a sentence of a verdict, a plan or a message into text and names. Names are in backticks. With an odd
 * number of backticks one of them belongs to the text, so the whole sentence is text. Joined, the parts are the
 * sentence without the backticks around its names; empty parts are left out.
 */
export function sentenceParts(sentence: string): SentencePart[] {
  const parts = sentence.split('`');
  if (parts.length % 2 === 0) return [{ text: sentence, isName: false }];
  return parts.map((text, index) => ({ text, isName: index % 2 === 1 })).filter(({ text }) => text !== '');
}

/** A sentence as plain text, for tooltips, mail and other places that cannot mark names. */
export function plainSentence(sentence: string): string {
  return sentence.replaceAll('`', '');
}
