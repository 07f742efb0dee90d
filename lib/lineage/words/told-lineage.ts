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
import { half, reasonSentence, reasonSentences } from './reason-words.ts';
import { summarise } from './summary-sentences.ts';

/** A reason for people and for programs: its sentence, and the kind of the first reason. */
interface ToldReason {
  readonly reason: string | null;
  /** Absent from documents of earlier versions. */
  readonly reasonCode?: ReasonKind | null | undefined;
}

export type ToldEvidence = Omit<Evidence, 'notes'> & { readonly note?: string };
type ToldPlatform = Omit<PlatformVerdict, 'reasons'> & ToldReason;
export type ToldBase = Omit<BaseVerdict, 'reasons' | 'evidence' | 'platforms' | 'newerTagReason'> &
  ToldReason & {
    readonly evidence: readonly ToldEvidence[];
    readonly platforms: readonly ToldPlatform[];
    readonly newerTagReason?: string;
  };
export type ToldLink = Omit<LineageLink, 'base' | 'evidence'> & {
  readonly base: ToldBase | null;
  readonly evidence?: readonly ToldEvidence[];
};
/** Why an image cannot be checked: `problem` is what the registry does, after its name. */
export interface ToldUnreachable {
  readonly host: string | null;
  readonly kind: string;
  readonly problem: string;
  readonly since: string;
}

export type ToldLastKnown = Omit<LastKnown, 'finding'> & { readonly summary: string };

/** A lineage with sentences in place of reasons and findings, for whoever shows it. */
export type ToldLineage = Omit<Lineage, 'version' | 'finding' | 'links' | 'lastKnown' | 'unreachable'> & {
  readonly summary: string;
  /** The kind of the reason in the summary; null where it has none. Absent from documents of earlier versions. */
  readonly reasonCode?: ReasonKind | null | undefined;
  readonly links: readonly ToldLink[];
  readonly unreachable?: ToldUnreachable;
  readonly lastKnown?: ToldLastKnown;
};

/** Puts a lineage into words. */
export function tellLineage(lineage: Lineage): ToldLineage {
  const { version: _, finding, lastKnown, unreachable, links, ...facts } = lineage;
  return {
    ...facts,
    ...tellFinding({ finding, lastKnown }),
    links: links.map(tellLink),
    ...(unreachable === undefined ? {} : { unreachable: tellUnreachable(unreachable) }),
    ...(lastKnown === undefined ? {} : { lastKnown: tellLastKnown(lastKnown) }),
  };
}

/** Why an image cannot be checked, in words. */
export function tellUnreachable(unreachable: Unreachable): ToldUnreachable {
  if (unreachable.host !== null) return unreachable;
  const { reason, ...trouble } = unreachable;
  return { ...trouble, problem: half(reason) };
}

/** What was known before, in words. */
export function tellLastKnown({ finding, ...known }: LastKnown): ToldLastKnown {
  return { ...known, summary: summarise({ finding }) };
}

/** A finding in words; `summary` is empty where no check has ended. */
export function tellFinding({
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
export function tellReasons(reasons: readonly Reason[]) {
  return { reason: reasonSentences(reasons), reasonCode: reasons[0]?.kind ?? null };
}

/** A claim with its notes in words. */
function tellStatement({ notes = [], ...evidence }: Evidence): ToldEvidence {
  const note = reasonSentences(notes);
  return { ...evidence, ...(note === null ? {} : { note }) };
}

function tellLink({ base, evidence, ...link }: LineageLink): ToldLink {
  return {
    ...link,
    base: base && tellBase(base),
    ...(evidence === undefined ? {} : { evidence: evidence.map(tellStatement) }),
  };
}

function tellBase({ reasons, evidence, platforms, newerTagReason, ...base }: BaseVerdict): ToldBase {
  return {
    ...base,
    ...tellReasons(reasons),
    evidence: evidence.map(tellStatement),
    platforms: platforms.map(({ reasons: why, ...platform }) => ({ ...platform, ...tellReasons(why) })),
    ...(newerTagReason === undefined ? {} : { newerTagReason: reasonSentence(newerTagReason) }),
  };
}
