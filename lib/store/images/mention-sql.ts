import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Mentioned } from '#lib/lineage/filter/filter-match.ts';
import { RUNS_PLACE } from '#lib/sources/place-keys.ts';
import type { RunningState } from '#lib/sources/running-state.ts';
import { SOURCE_KIND, type SourceKind } from '#lib/sources/source-kind.ts';

/** What a filter compares of the mentions of an image, in a row called `mention` with its source as `source`. */
const COMPARED = {
  source: sql`source.name`,
  cluster: sql`mention.place ->> ${sql.raw(`'${RUNS_PLACE.cluster}'`)}`,
  namespace: sql`mention.place ->> ${sql.raw(`'${RUNS_PLACE.namespace}'`)}`,
} as const;

/** The current mentions of the image with a name, each with its source. */
function mentionsOf(reference: SQLWrapper): SQL {
  return sql`mentions mention join sources source on source.id = mention.source_id
    where mention.reference = ${reference} and mention.gone_since is null`;
}

/**
 * The mentions of an image that have a value of a key: for a source, also those of images that it keeps in their grace
 * period; a cluster and a namespace have only what runs now.
 */
function mentionsWith(reference: SQLWrapper, key: keyof typeof COMPARED): SQL {
  if (key !== 'source') return sql`${mentionsOf(reference)} and mention.kind = 'runs'`;
  return sql`mentions mention join sources source on source.id = mention.source_id
    where mention.reference = ${reference}`;
}

/** Whether any mention of an image has such a value. */
export function isMentioned(
  reference: SQLWrapper,
  key: keyof typeof COMPARED,
  matches: (value: SQL) => SQL,
): SQL {
  return sql`exists (select from ${mentionsWith(reference, key)} and ${matches(COMPARED[key])})`;
}

/** Whether an image runs anywhere. */
export function isRunning(reference: SQLWrapper): SQL<boolean> {
  return sql<boolean>`exists (select from ${runsOf(reference)})`;
}

/** Whether an image runs where a new container could not pull it. */
export function cannotBePulled(reference: SQLWrapper): SQL<boolean> {
  return sql<boolean>`exists (select from ${runsOf(reference)} and mention.running = 'cannot-pull')`;
}

/** Where an image runs now. */
function runsOf(reference: SQLWrapper): SQL {
  return sql`mentions mention
    where mention.reference = ${reference} and mention.gone_since is null and mention.kind = 'runs'`;
}

/** Every name that sources mention now, once, whether it `runs`, and whether somewhere it cannot be pulled again. */
export const MENTIONED_NOW: SQL = sql`(select mention.reference, bool_or(mention.kind = 'runs') as runs,
    bool_or(mention.kind = 'runs' and mention.running is not distinct from 'cannot-pull') as cannot_pull
  from mentions mention where mention.gone_since is null group by mention.reference)`;

/** The distinct values of a key for an image, as rows of one column `member`. */
export function mentionedValues(reference: SQLWrapper, key: keyof typeof COMPARED): SQL {
  return sql`(select distinct ${COMPARED[key]} as member from ${mentionsWith(reference, key)}
    and ${COMPARED[key]} is not null)`;
}

const mentioned: z.ZodType<Mentioned> = z.object({
  sources: z.array(z.string()),
  clusters: z.array(z.string()),
  namespaces: z.array(z.string()),
  running: z.boolean(),
  cannotPull: z.boolean(),
});

/** {@link Mentioned} of an image. */
export function mentionedOf(reference: SQLWrapper): SQL<Mentioned> {
  const list = (key: keyof typeof COMPARED) =>
    sql`(select coalesce(jsonb_agg(member order by member), '[]') from ${mentionedValues(reference, key)} each)`;
  return sql`jsonb_build_object('sources', ${list('source')}, 'clusters', ${list('cluster')},
    'namespaces', ${list('namespace')}, 'running', ${isRunning(reference)},
    'cannotPull', ${cannotBePulled(reference)})`.mapWith((json) => mentioned.parse(json));
}

/** A source that mentions an image, and the first place where it does. */
export interface ImageSource {
  readonly id: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly place: Readonly<Record<string, string | number | boolean>>;
}

const imageSources: z.ZodType<readonly ImageSource[]> = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(Object.keys(SOURCE_KIND) as [SourceKind]),
    place: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
);

/** The sources that mention an image, by name, each once. */
export function sourcesOf(reference: SQLWrapper): SQL<readonly ImageSource[]> {
  return sql`(select coalesce(jsonb_agg(jsonb_build_object('id', first.id, 'name', first.name, 'kind', first.kind,
      'place', first.place) order by first.name), '[]')
    from (select distinct on (source.name) source.id, source.name, source.kind, mention.place
      from ${mentionsOf(reference)} order by source.name, mention.key) first)`.mapWith((json) =>
    imageSources.parse(json),
  );
}

/** What runs of an image. */
export interface Running {
  readonly workloads: number;
  readonly pods: number;
  /** Pods that are known to run another build than the name has now. */
  readonly outdated: number;
  /** Pods that run what a new container could not pull. */
  readonly cannotPull: number;
  /** The clusters, by name; places without one are left out. */
  readonly clusters: readonly string[];
}

const running: z.ZodType<Running> = z.object({
  workloads: z.int(),
  pods: z.int(),
  outdated: z.int(),
  cannotPull: z.int(),
  clusters: z.array(z.string()),
});

/** The most pods that one place counts, whatever it says. */
const MAX_PODS = 1_000_000;

/** What runs of an image; null for nothing. Pods are counted by the stored comparison of their place. */
export function runningOf(reference: SQLWrapper): SQL<Running | null> {
  const key = (name: keyof typeof RUNS_PLACE) => sql.raw(`'${RUNS_PLACE[name]}'`);
  const place = sql`mention.place`;
  const pods = sql`case when jsonb_typeof(${place} -> ${key('pods')}) = 'number'
    then greatest(0, least((${place} ->> ${key('pods')})::numeric, ${sql.raw(String(MAX_PODS))}))::int else 1 end`;
  const podsThat = (state: RunningState) =>
    sql`coalesce(sum(${pods}) filter (where mention.running = ${sql.raw(`'${state}'`)}), 0)`;
  const workload = sql`jsonb_build_array(${place} -> ${key('cluster')}, ${place} -> ${key('namespace')},
    ${place} -> ${key('workload')})`;
  return sql`(select jsonb_build_object('workloads', count(distinct ${workload}), 'pods', coalesce(sum(${pods}), 0),
      'outdated', ${podsThat('outdated')}, 'cannotPull', ${podsThat('cannot-pull')},
      'clusters', coalesce(jsonb_agg(distinct ${COMPARED.cluster}) filter (where ${COMPARED.cluster} is not null), '[]'))
    from ${runsOf(reference)} having count(*) > 0)`.mapWith((json) => running.parse(json));
}
