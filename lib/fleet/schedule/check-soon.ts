import type { Hint } from '#lib/hooks/hint.ts';
import { hastenTags } from '#lib/store/tags/hasten-tags.ts';
import type { WithDatabase } from '../capabilities.ts';

/**
 * Has tags checked within a second or two, before all others of their registries: somebody says that they moved. A hint
 * proves nothing: the registry is asked. However many hints come, a tag is requested at most once in ten seconds, and
 * always after the last hint that says something new. Nothing is tracked by it.
 */
export function checkSoon({ db }: WithDatabase, hints: readonly Hint[]): Promise<void> {
  return hastenTags(db, hints);
}
