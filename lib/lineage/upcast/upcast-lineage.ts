import { z } from 'zod';
import { findingOf } from '../chain/chain-finding.ts';
import { type Finding, findingSchema } from '../verdict/finding.ts';
import { LINEAGE_VERSION, type Lineage } from '../verdict/lineage.ts';
import { parseLineage } from '../verdict/lineage-schema.ts';
import { CHAIN_END } from '../vocabulary/chain-end.ts';
import { STATUS } from '../vocabulary/status.ts';
import { causeIn, reasonIn, reasonsIn } from './sentence-reasons.ts';

const sentence = z.string().nullish();

const evidence = z.looseObject({ note: z.string().optional() }).transform(({ note, ...facts }) => ({
  ...facts,
  ...(note === undefined ? {} : { notes: reasonsIn(note) }),
}));

const base = z
  .looseObject({
    reason: sentence,
    newerTagReason: z.string().optional(),
    evidence: z.array(evidence),
    platforms: z.array(
      z
        .looseObject({ reason: sentence })
        .transform(({ reason, ...facts }) => ({ ...facts, reasons: reasonsIn(reason) })),
    ),
  })
  .transform(({ reason, newerTagReason, ...facts }) => ({
    ...facts,
    reasons: reasonsIn(reason),
    ...(newerTagReason === undefined ? {} : { newerTagReason: reasonIn(newerTagReason) }),
  }));

const link = z.looseObject({ base: base.nullable(), evidence: z.array(evidence).optional() });

const unreachable = z
  .looseObject({ host: z.string().nullable(), problem: z.string() })
  .transform(({ problem, ...trouble }) =>
    trouble.host === null ? { ...trouble, reason: causeIn(problem) } : { ...trouble, problem },
  );

const lastKnown = z
  .looseObject({ summary: z.string() })
  .transform(({ summary, ...known }) => ({ ...known, finding: { kind: 'stated', text: summary } }));

/** A lineage as versions before 1 stored it: with sentences. */
const withSentences = z.looseObject({
  status: z.enum(STATUS),
  end: z.enum(CHAIN_END),
  summary: z.string(),
  links: z.array(link),
  unreachable: unreachable.optional(),
  lastKnown: lastKnown.optional(),
});

/** Reads a stored lineage of any version into its current form. Throws `ZodError` for JSON that no version stored. */
export function readLineage(json: unknown): Lineage {
  return hasVersion(json) ? parseLineage(json) : fromSentences(json);
}

/** True for a stored lineage with a version: the versions before 1 wrote none. */
function hasVersion(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'version' in json;
}

function fromSentences(json: unknown): Lineage {
  const { summary, ...facts } = withSentences.parse(json);
  const upcast = parseLineage({
    ...facts,
    version: LINEAGE_VERSION,
    finding: { kind: 'stated', text: summary },
  });
  return { ...upcast, finding: findingIn(withoutLastKnown(summary), upcast) };
}

/** Summaries no longer store the sentence about what was last known: it is made from `lastKnown`. */
function withoutLastKnown(summary: string): string {
  return summary.replace(/ Last known: [^.]*(?:\.[^.]+)*\.$/, '');
}

const SET_ASIDE =
  'Checking this image ended the Baseboard process twice. Scans skip it until you scan this image alone.';

function findingIn(summary: string, { links, end, status, unreachable: outage }: Lineage): Finding {
  if (summary === SET_ASIDE) return { kind: 'set-aside' };
  const unreadable = /^It could not be looked at: (.*)\.$/s.exec(summary)?.[1];
  if (unreadable !== undefined) return { kind: 'image-unreadable', reason: reasonIn(unreadable) };
  const hidden = /^What it stands on could not be looked at(?:: (.*))?\.$/s.exec(summary);
  if (hidden !== null) {
    return { kind: 'evidence-unreadable', reason: hidden[1] === undefined ? null : reasonIn(hidden[1]) };
  }
  const unchecked = /^Whether (?:`[^`]*`|its base) is current could not be checked\.(?: (.*))?$/s.exec(
    summary,
  );
  if (unchecked !== null) {
    const reasons = reasonsIn(unchecked[1]);
    return { kind: 'currency-unknown', base: links[0]?.base?.name ?? null, reasons };
  }
  // While an image cannot be checked, its links are those of an earlier check.
  if (outage !== undefined || links.length === 0) return { kind: 'stated', text: summary };
  const below = /what is below it could not be looked at: (.*)\.$/s.exec(summary)?.[1];
  return findingOf(links, end, status, below === undefined ? undefined : reasonIn(below));
}

/** The finding of a stored verdict that cannot be read. */
export const UNREADABLE_FINDING: Finding = {
  kind: 'stated',
  text: 'The stored verdict cannot be read. Another version of Baseboard may have stored it.',
};

const remains = z.object({
  reference: z.string().catch(''),
  checkedAt: z.string().catch(''),
  status: z.enum(STATUS).catch('unknown'),
  summary: z.string().optional().catch(undefined),
  finding: findingSchema.catch(UNREADABLE_FINDING),
});

/** What can be read of a lineage of unknown shape: its status, and its finding or summary. */
export function salvageLineage(json: unknown): Lineage {
  const { summary, finding, ...known } = remains.parse(typeof json === 'object' && json !== null ? json : {});
  return {
    ...known,
    version: LINEAGE_VERSION,
    digest: null,
    finding: summary === undefined ? finding : { kind: 'stated', text: summary },
    links: [],
    end: 'unresolvable',
  };
}
