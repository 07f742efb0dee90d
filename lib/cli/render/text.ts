import { CHAIN_ENDS } from '#lib/lineage/vocabulary/chain-end.ts';
import type { Freshness } from '#lib/lineage/vocabulary/freshness.ts';
import { FRESHNESSES } from '#lib/lineage/vocabulary/freshness.ts';
import { STATUS, STATUSES, type Tone } from '#lib/lineage/vocabulary/status.ts';
import type { Verification } from '#lib/lineage/vocabulary/verification.ts';
import { VERIFICATIONS } from '#lib/lineage/vocabulary/verification.ts';
import { counted, familiarName } from '#lib/lineage/words/counts-and-names.ts';
import type { DescribedBase, DescribedLineage, DescribedLink } from '#lib/lineage/words/described-lineage.ts';
import { digestRows } from '#lib/lineage/words/digest-words.ts';
import { outageSentence } from '#lib/lineage/words/outage-words.ts';
import { reasonInSummary } from '#lib/lineage/words/reason-in-summary.ts';
import { isIndexMediaType } from '#lib/oci/media-type.ts';
import type { Checked } from '../judging/check-result.ts';
import { type Colour, type Paint, printable } from './terminal.ts';

const COLOURS: Readonly<Record<Tone, Colour>> = {
  'up-to-date': 'teal',
  stale: 'amber',
  broken: 'red',
  unknown: 'grey',
  pinned: 'blue',
  root: 'grey',
};

export interface TextOptions {
  readonly paint: Paint;
  /** Leave out fresh images. */
  readonly quiet: boolean;
}

/** The verdicts as text: for each image its badge, a sentence, the chain with each base's verdict, and the reasons. */
export function renderText(checked: readonly Checked[], { paint, quiet }: TextOptions): string {
  const listed = quiet ? checked.filter(({ outcome }) => outcome !== 'fresh') : checked;
  const blocks = listed.map((each) => block(each, paint));
  if (checked.length > 1 && !quiet) blocks.push(`${countsOf(checked)}\n`);
  return blocks.join('\n');
}

function block({ lineage, tolerated }: Checked, paint: Paint): string {
  const { terminal, tone, word } = STATUSES[lineage.status];
  const badge = paint(COLOURS[tone], `${terminal} ${word}`);
  const note = tolerated ? paint('dim', ' (tolerated)') : '';
  const lines = [
    `${badge}  ${paint('bold', printable(lineage.reference))}${note}`,
    `  ${printable(lineage.summary)}`,
    ...ownDigest(lineage, paint),
    ...outage(lineage),
    ...chain(lineage.links, paint),
  ];
  if (lineage.end !== 'root' && lineage.links.length > 1) lines.push(`  ${CHAIN_ENDS[lineage.end].sentence}`);
  lines.push(...reasons(lineage));
  return `${lines.join('\n')}\n`;
}

/** The digest that the tag resolves to, as `crane digest` prints it. */
function ownDigest({ digest, links: [image] }: DescribedLineage, paint: Paint): string[] {
  if (digest === null) return [];
  const kind = image?.mediaType == null ? 'digest' : isIndexMediaType(image.mediaType) ? 'index' : 'manifest';
  return [`  ${paint('dim', `${kind} ${printable(digest)}`)}`];
}

/** Claimed and current digests; each line compares digests of the same kind. */
function digestLines(base: DescribedBase, depth: number, paint: Paint): string[] {
  const only = base.platforms.length === 1 ? base.platforms[0]?.platform : undefined;
  return digestRows(base, only).map(({ of, claimed, current }) => {
    const digests = [
      ...(claimed === null ? [] : [`claimed ${printable(claimed)}`]),
      ...(current === null ? [] : [`now ${printable(current)}`]),
    ];
    return `${'  '.repeat(depth + 2)}${paint('dim', `${printable(of)}: ${digests.join(', ')}`)}`;
  });
}

/** Since when the image could not be checked, and how old its last known verdict is. */
function outage(lineage: DescribedLineage): string[] {
  const sentence = outageSentence(lineage, lineage.checkedAt);
  return sentence === undefined ? [] : [`  ${printable(sentence)}`];
}

/** Each base on its own line, indented below the image that is based on it. */
function chain(links: readonly DescribedLink[], paint: Paint): string[] {
  return links.flatMap(({ base }, depth) => {
    if (base === null) return [];
    const name = base.name === null ? (base.digest ?? 'an unnamed base') : familiarName(base.name);
    const step = `${'  '.repeat(depth + 1)}└ based on ${printable(name)}`;
    return [
      `${step}  ${paint('dim', `${wordsOf(base)}${sinceOf(base)}`)}`,
      ...digestLines(base, depth, paint),
      ...platformLines(base, depth, paint),
    ];
  });
}

function wordsOf({
  conflict,
  freshness,
  verification,
}: {
  readonly conflict: boolean;
  readonly freshness: Freshness;
  readonly verification: Verification;
}) {
  const words = [FRESHNESSES[freshness].word, VERIFICATIONS[verification].word];
  return (conflict ? ['evidence in conflict', ...words] : words).join(', ');
}

function sinceOf({ behindSince }: DescribedBase): string {
  return behindSince === null ? '' : `, behind since ${printable(behindSince.slice(0, 10))}`;
}

/** A line for each platform if their verdicts differ. */
function platformLines({ platforms }: DescribedBase, depth: number, paint: Paint): string[] {
  const verdicts = platforms.map((each) => wordsOf({ ...each, conflict: false }));
  if (new Set(verdicts).size < 2) return [];
  return platforms.map(
    ({ platform }, index) =>
      `${'  '.repeat(depth + 2)}${printable(platform)}  ${paint('dim', verdicts[index] ?? '')}`,
  );
}

/** Reasons that are not in the summary, each once; a platform's reason only if it differs from its base's. */
function reasons(lineage: DescribedLineage): string[] {
  const place = reasonInSummary(lineage);
  const summarized = place === undefined ? undefined : lineage.links[place]?.base?.reason;
  const bases = lineage.links.flatMap(({ base }) => base ?? []);
  const general = new Set(bases.map(({ reason }) => reason));
  const lines = bases.flatMap((base) => [
    ...(base.reason === null || base.reason === summarized ? [] : [base.reason]),
    ...base.platforms.flatMap(({ platform, reason }) =>
      reason === null || general.has(reason) ? [] : [`${platform}: ${reason}`],
    ),
  ]);
  return [...new Set(lines)].map((line) => `  Why: ${printable(line)}`);
}

function countsOf(checked: readonly Checked[]): string {
  const parts = STATUS.flatMap((status) => {
    const count = checked.filter(({ lineage }) => lineage.status === status).length;
    return count === 0 ? [] : [`${count} ${STATUSES[status].word.toLowerCase()}`];
  });
  return `${counted(checked.length, 'image')}: ${parts.join(', ')}`;
}
