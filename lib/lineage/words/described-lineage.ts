import type { Finding } from '../verdict/finding.ts';
import { reasonOfFinding } from '../verdict/finding.ts';
import type {
  BaseVerdict,
  Evidence,
  LastKnown,
  Lineage,
  LineageLink,
  PlatformVerdict,
  Unreachable,
} from '../verdict/lineage.ts';
import type { Reason, ReasonKind } from '../verdict/reason.ts';
import { reasonClause, reasonSentence, reasonSentences } from './reason-words.ts';
import { summarise } from './summary-sentences.ts';

/** A reason for people and for programs: the sentences, and the kind of the first reason. */
interface DescribedReason {
  readonly reason: string | null;
  /** Absent from documents of earlier versions. */
  readonly reasonCode?: ReasonKind | null | undefined;
}

export type DescribedEvidence = Omit<Evidence, 'notes'> & { readonly note?: string };
type DescribedPlatform = Omit<PlatformVerdict, 'reasons'> & DescribedReason;
export type DescribedBase = Omit<BaseVerdict, 'reasons' | 'evidence' | 'platforms' | 'newerTagReason'> &
  DescribedReason & {
    readonly evidence: readonly DescribedEvidence[];
    readonly platforms: readonly DescribedPlatform[];
    readonly newerTagReason?: string;
  };
export type DescribedLink = Omit<LineageLink, 'base' | 'evidence'> & {
  readonly base: DescribedBase | null;
  readonly evidence?: readonly DescribedEvidence[];
};
/** Why an image cannot be checked: `problem` says what the registry does, after its name. */
export interface DescribedUnreachable {
  readonly host: string | null;
  readonly kind: string;
  readonly problem: string;
  readonly since: string;
}

export type DescribedLastKnown = Omit<LastKnown, 'finding'> & { readonly summary: string };

/** A lineage with sentences in place of reasons and findings. */
export type DescribedLineage = Omit<
  Lineage,
  'version' | 'finding' | 'links' | 'lastKnown' | 'unreachable'
> & {
  readonly summary: string;
  /** The kind of the reason in the summary; null if it has none. Absent from documents of earlier versions. */
  readonly reasonCode?: ReasonKind | null | undefined;
  readonly links: readonly DescribedLink[];
  readonly unreachable?: DescribedUnreachable;
  readonly lastKnown?: DescribedLastKnown;
};

/** Puts a lineage into words. */
export function describeLineage(lineage: Lineage): DescribedLineage {
  const { version: _, finding, lastKnown, unreachable, links, ...facts } = lineage;
  return {
    ...facts,
    ...describeFinding({ finding, lastKnown }),
    links: links.map(describeLink),
    ...(unreachable === undefined ? {} : { unreachable: describeUnreachable(unreachable) }),
    ...(lastKnown === undefined ? {} : { lastKnown: describeLastKnown(lastKnown) }),
  };
}

/** Why an image cannot be checked, in words. */
export function describeUnreachable(unreachable: Unreachable): DescribedUnreachable {
  if (unreachable.host !== null) return unreachable;
  const { reason, ...trouble } = unreachable;
  return { ...trouble, problem: reasonClause(reason) };
}

/** What was known before, in words. */
export function describeLastKnown({ finding, ...known }: LastKnown): DescribedLastKnown {
  return { ...known, summary: summarise({ finding }) };
}

/** A finding in words; `summary` is empty if no check has finished. */
export function describeFinding({
  finding,
  lastKnown,
}: {
  readonly finding: Finding | null;
  readonly lastKnown?: LastKnown | null | undefined;
}): { readonly summary: string; readonly reasonCode: ReasonKind | null } {
  if (finding === null) return { summary: '', reasonCode: null };
  return { summary: summarise({ finding, lastKnown }), reasonCode: reasonOfFinding(finding) };
}

/** Reasons in words. */
export function describeReasons(reasons: readonly Reason[]) {
  return { reason: reasonSentences(reasons), reasonCode: reasons[0]?.kind ?? null };
}

/** A claim with its notes in words. */
function describeEvidence({ notes = [], ...evidence }: Evidence): DescribedEvidence {
  const note = reasonSentences(notes);
  return { ...evidence, ...(note === null ? {} : { note }) };
}

function describeLink({ base, evidence, ...link }: LineageLink): DescribedLink {
  return {
    ...link,
    base: base && describeBase(base),
    ...(evidence === undefined ? {} : { evidence: evidence.map(describeEvidence) }),
  };
}

function describeBase({ reasons, evidence, platforms, newerTagReason, ...base }: BaseVerdict): DescribedBase {
  return {
    ...base,
    ...describeReasons(reasons),
    evidence: evidence.map(describeEvidence),
    platforms: platforms.map(({ reasons: why, ...platform }) => ({ ...platform, ...describeReasons(why) })),
    ...(newerTagReason === undefined ? {} : { newerTagReason: reasonSentence(newerTagReason) }),
  };
}
