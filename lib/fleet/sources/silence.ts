import type { Source } from '#lib/sources/source.ts';
import { markSilent, type StoredSource } from '#lib/store/sources/sources.ts';
import type { SourceContext } from './source-context.ts';

/** Nobody is silent because of a short outage or a restart. */
const MIN_MARGIN_SECONDS = 15 * 60;

/** What is known of the posts to a source. */
type Posts = Pick<StoredSource, 'heardAt' | 'postedEvery' | 'createdAt'>;

/** How often a source is posted at least, in seconds: as a person set it, else as its posts say; null if nobody said. */
export function expectedEvery(source: Source, { postedEvery }: Pick<Posts, 'postedEvery'>): number | null {
  return source.kind === 'push' ? (source.every ?? postedEvery) : null;
}

/**
 * When a source counts as silent without another post: after its interval and as much again, at least 15 minutes more. Null
 * if nobody said how often it is posted.
 */
export function silentFrom(source: Source, posts: Posts): Date | null {
  const every = expectedEvery(source, posts);
  if (every === null) return null;
  const heard = posts.heardAt ?? posts.createdAt;
  return new Date(heard.getTime() + (every + Math.max(every, MIN_MARGIN_SECONDS)) * 1000);
}

/** When a silent source was heard last, or created; null for one that is not silent. What it mentions is as of then. */
export function silentSince(
  { silentAt, heardAt, createdAt }: Pick<StoredSource, 'silentAt' | 'heardAt' | 'createdAt'>,
  now: Date,
): Date | null {
  return silentAt === null || silentAt > now ? null : (heardAt ?? createdAt);
}

/** Reports sources that have become silent; called every few seconds, in one process at a time. It untracks nothing. */
export async function reportSilence(context: SourceContext): Promise<void> {
  for (const { id, name } of await markSilent(context.db, context.clock())) {
    context.log.warn({ source: id, name }, 'a source has gone silent: nothing is posted to it any more');
    await context.events.publish([{ type: 'source', id, state: 'failing' }]);
  }
}
