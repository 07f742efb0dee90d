import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { RUNNING_STATE } from '#lib/sources/running-state.ts';
import type { Database } from '../database/database.ts';
import { writeMentions } from '../sources/mentions.ts';
import { insertSource } from '../sources/sources.ts';

/** Any places of an image. */
export const places = fc.array(
  fc.record({
    source: fc.constantFrom('debian', 'x', 'Apps'),
    kind: fc.constantFrom('stored' as const, 'runs' as const),
    cluster: fc.constantFrom('1', 'apps/x', undefined),
    namespace: fc.constantFrom('_', 'debian', undefined),
    state: fc.constantFrom(...RUNNING_STATE, null),
    gone: fc.boolean(),
  }),
  { maxLength: 2 },
);

/** An image with places. */
interface Placed {
  readonly reference: string;
  readonly places: typeof places extends fc.Arbitrary<infer T> ? T : never;
}

/** Stores what sources mention of images, each place by its own comparison. */
export async function storePlaces(db: Database, members: readonly Placed[]): Promise<void> {
  const at = new Date(0);
  const ids = new Map<string, string>();
  for (const name of new Set(members.flatMap(({ places }) => places.map(({ source }) => source)))) {
    const made = {
      name,
      kind: 'push',
      settings: { version: 1 },
      state: 'ok',
      createdAt: at,
      createdBy: 'x',
    } as const;
    const source = await insertSource(db, made);
    ids.set(name, source?.id ?? '');
  }
  for (const { reference, places } of members) {
    for (const { source, kind, cluster, namespace, state, gone } of places) {
      const place = {
        ...(cluster && { cluster }),
        ...(namespace && { namespace }),
        state: state ?? '',
        gone,
      };
      const id = ids.get(source) ?? '';
      await writeMentions(db, id, [{ reference, kind, place }], at);
      await db.execute(sql`update mentions set running = nullif(place ->> 'state', '')`);
      if (gone) await db.execute(sql`update mentions set gone_since = now() where place -> 'gone' = 'true'`);
    }
  }
}

/** What the filter in memory compares of an image's places. */
export function mentionedOf({ places }: Pick<Placed, 'places'>) {
  const current = places.filter(({ gone }) => !gone);
  const runs = current.filter(({ kind }) => kind === 'runs');
  return {
    sources: places.map(({ source }) => source),
    clusters: runs.flatMap(({ cluster }) => cluster ?? []),
    namespaces: runs.flatMap(({ namespace }) => namespace ?? []),
    running: runs.length > 0,
    cannotPull: runs.some(({ state }) => state === 'cannot-pull'),
  };
}
