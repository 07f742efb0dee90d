import type { Paste } from '#lib/paste/parse-paste.ts';

/** What happens with a paste: one reference is tracked at once; several, or unreadable lines, are reviewed first. */
export function pasteAction({ references, problems }: Paste): 'ignore' | 'track' | 'review' {
  if (references.length === 0 && problems.length === 0) return 'ignore';
  return references.length === 1 && problems.length === 0 ? 'track' : 'review';
}

/** True for a text of several lines, which an input field would join into one. */
export function isSeveralLines(text: string): boolean {
  return /\n.*\S/.test(text.trim());
}
