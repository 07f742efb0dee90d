import { z } from 'zod';
import { findingOf } from '../chain/chain-finding.ts';
import type { Finding } from '../verdict/finding.ts';
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

/** Reads a stored lineage of any version as one of today's. Throws `ZodError` for what none of them wrote. */
export function readLineage(json: unknown): Lineage {
  return isOfToday(json) ? parseLineage(json) : fromSentences(json);
}

/** Whether a stored lineage has today's shape already. */
function isOfToday(json: unknown): boolean {
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

/** What is told of the time before is made from facts again. */
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

const remains = z.object({
  reference: z.string().catch(''),
  checkedAt: z.string().catch(''),
  status: z.enum(STATUS).catch('unknown'),
  summary: z.string().catch(''),
});

/** What can be told of a lineage in no known shape: its status and its summary. */
export function salvageLineage(json: unknown): Lineage {
  const { summary, ...known } = remains.parse(typeof json === 'object' && json !== null ? json : {});
  return {
    ...known,
    version: LINEAGE_VERSION,
    digest: null,
    finding: { kind: 'stated', text: summary },
    links: [],
    end: 'unresolvable',
  };
}
