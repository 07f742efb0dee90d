import type { BaseVerdictView, EvidenceView } from '#lib/api/contract/images/lineage.ts';
import { isVerified } from '#lib/lineage/verdict/status.ts';
import { EVIDENCE_KINDS, EVIDENCE_LEVELS } from '#lib/lineage/vocabulary/evidence.ts';
import { familiarName, listed } from '#lib/lineage/words/counts-and-names.ts';

/** Claims that do not all agree with the layers: which do, and which do not. */
export interface ConflictFinding {
  /** Sentences, references in backticks. */
  readonly sentences: readonly string[];
  /** Corrects the image's own claim; null where the layers do not single out one base. */
  readonly command: string | null;
}

const NAME = 'org.opencontainers.image.base.name';
const DIGEST = 'org.opencontainers.image.base.digest';

/**
 * Which claim about a base the layers agree with, and how the other one is corrected. Null where nothing is contested:
 * no claim is contradicted, and the evidence names one base.
 */
export function conflictFinding(reference: string, base: BaseVerdictView): ConflictFinding | null {
  const agreeing = base.evidence.filter(
    ({ verification }) => verification !== undefined && isVerified(verification),
  );
  const contradicted = base.evidence.filter(({ verification }) => verification === 'contradicted');
  if (!base.conflict && contradicted.length === 0) return null;
  const sentences = [
    agreeing.length === 0
      ? 'The layers agree with none of these claims.'
      : `The layers agree with ${claimWords(agreeing)}.`,
    ...(contradicted.length === 0
      ? []
      : [`They contradict ${claimWords(contradicted)}: the first layers of this image are not that base’s.`]),
  ];
  return { sentences, command: correctionOf(reference, agreeing, contradicted) };
}

/** "`debian:12` (annotation on the manifest, label in the configuration) and `alpine:3` (…)" */
function claimWords(claims: readonly EvidenceView[]): string {
  const byBase = Map.groupBy(claims, ({ name, digest }) => name ?? digest ?? 'an unnamed base');
  return listed(
    [...byBase].map(([base, of]) => {
      const places = of.map(
        ({ kind, level }) => `${EVIDENCE_KINDS[kind].word.toLowerCase()} ${EVIDENCE_LEVELS[level].where}`,
      );
      return `\`${familiarName(base)}\` (${[...new Set(places)].join(', ')})`;
    }),
  );
}

/**
 * The command that writes the base that the layers agree with over the image's own contradicted annotation or label, on
 * all platforms. A digest is written where every claim has the same one, and removed otherwise.
 */
function correctionOf(
  reference: string,
  agreeing: readonly EvidenceView[],
  contradicted: readonly EvidenceView[],
): string | null {
  const names = new Set(agreeing.map(({ name }) => name));
  const [name] = names;
  if (name == null || names.size !== 1) return null;
  const digests = new Set(agreeing.map(({ digest }) => digest));
  const [digest] = digests.size === 1 ? digests : [null];
  const flags = (['annotation', 'label'] as const).flatMap((kind) =>
    contradicted.some((claim) => claim.kind === kind)
      ? [
          `--${kind} ${quote(`[*]${NAME}=${name}`)}`,
          `--${kind} ${quote(digest == null ? `[*]${DIGEST}` : `[*]${DIGEST}=${digest}`)}`,
        ]
      : [],
  );
  if (flags.length === 0) return null;
  return [`regctl image mod ${quote(reference)} --replace`, ...flags].join(' \\\n  ');
}

/** A word for a POSIX shell: a name of an image may hold anything that its author wrote. */
function quote(word: string): string {
  return /^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
