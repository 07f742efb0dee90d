import { canonicalRegistry } from '#lib/oci/reference.ts';
import { matchesGlob } from './glob.ts';

/**
 * Whether `host/path` matches a pattern of repositories, part by part: `*` matches any run of characters within a
 * part, `**` for any number of parts, at the end at least one.
 */
export function matchesRepository(pattern: string, name: string): boolean {
  const [host = '', ...path] = pattern.split('/');
  return matchesParts([canonicalRegistry(host), ...path], name.split('/'));
}

function matchesParts(pattern: readonly string[], parts: readonly string[]): boolean {
  // Which beginnings of the name the pattern so far can match.
  let reached = new Set([0]);
  for (const [at, glob] of pattern.entries()) {
    const next = new Set<number>();
    for (const from of reached) {
      if (glob === '**') {
        // At the end it matches at least one part: `apps/**` is what is below apps, not apps.
        const least = at === pattern.length - 1 ? from + 1 : from;
        for (let to = least; to <= parts.length; to += 1) next.add(to);
      } else if (from < parts.length && matchesGlob(glob, parts[from] ?? '')) next.add(from + 1);
    }
    reached = next;
  }
  return reached.has(parts.length);
}
