import type { Steps } from '#lib/rebase/hazards/interruptible-work.ts';
import type { LayerEntry, LayerListing } from '#lib/rebase/layer-listing/layer-listing.ts';

/** Runs steps to their end. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * A layer in short: `a/b=text` is a file with this content, `a/b/` a directory, `a/b->c` a symlink, `a/b=>c` a hard link,
 * `-a/b` a whiteout, `-a/*` an opaque directory.
 */
export function layer(...words: readonly string[]): LayerListing {
  const contents = new Map<string, Uint8Array>();
  const entries = words.map((word): LayerEntry => {
    const nothing = { size: 0, linkName: null };
    if (word.startsWith('-')) {
      const path = word.slice(1);
      return path.endsWith('/*')
        ? { path: path.slice(0, -2), type: 'opaque', ...nothing }
        : { path, type: 'whiteout', ...nothing };
    }
    const [, path = '', mark, rest = ''] = /^(.*?)(->|=>|=|\/$)(.*)$/s.exec(word) ?? [];
    if (mark === '/') return { path, type: 'directory', ...nothing };
    if (mark === '->') return { path, type: 'symlink', size: 0, linkName: rest };
    if (mark === '=>') return { path, type: 'hard-link', size: 0, linkName: rest };
    contents.set(path, Buffer.from(rest));
    return { path, type: 'file', size: rest.length, linkName: null, hash: rest };
  });
  return { entries, contents, outcome: { state: 'complete' }, readToEnd: true };
}
