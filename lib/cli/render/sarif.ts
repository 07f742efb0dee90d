import { createHash } from 'node:crypto';
import { reasonInSummary } from '#lib/lineage/words/reason-in-summary.ts';
import { plainSentence } from '#lib/lineage/words/sentence.ts';
import { type Checked, exitCode } from '../judging/check-result.ts';
import type { Target } from '../judging/targets.ts';
import { findingOf, RULES, type RuleId } from './sarif-rules.ts';
import { printable, printableJson } from './terminal.ts';

/** The facts of a run that the log contains. */
export interface SarifRun {
  readonly version: string;
  readonly endedAt: Date;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * The verdicts as a SARIF 2.1.0 log, with a result for each image that is not fresh. Its location is the line of the file
 * that names the image, or else the reference as a path, because viewers hide results without a location. Its
 * fingerprint covers the image's name and the kind of finding, so it does not change with digests.
 */
export function renderSarif(checked: readonly Checked[], { version, endedAt }: SarifRun): string {
  const found = checked.flatMap((each) => {
    const rule = each.outcome === 'fresh' ? null : findingOf(each.lineage);
    return rule === null ? [] : [resultOf(each, rule)];
  });
  const outcomes = checked.map(({ outcome }) => outcome);
  const failures = [...new Set(checked.flatMap((each) => each.failures))];
  const run = {
    tool: {
      driver: {
        name: 'Baseboard',
        version,
        semanticVersion: version,
        rules: RULES.map(({ id, level, name, means, help }) => ({
          ...{ id, name },
          shortDescription: { text: means },
          fullDescription: { text: means },
          help: { text: help, markdown: help },
          defaultConfiguration: { level },
          properties: { tags: ['container', 'supply-chain'], 'problem.severity': level },
        })),
      },
    },
    invocations: [
      {
        executionSuccessful: !outcomes.includes('unchecked'),
        exitCode: exitCode(outcomes),
        endTimeUtc: endedAt.toISOString(),
        toolExecutionNotifications: failures.map((line) => ({ level: 'error', message: message(line) })),
      },
    ],
    logicalLocations: checked.map(({ target, lineage, tolerated }) => ({
      ...logicalLocation(target),
      properties: { status: lineage.status, digest: lineage.digest, tolerated },
    })),
    columnKind: 'utf16CodeUnits',
    results: found,
  };
  return `${printableJson({ $schema: SCHEMA, version: '2.1.0', runs: [run] })}\n`;
}

function resultOf({ target, lineage }: Checked, ruleId: RuleId) {
  const ruleIndex = RULES.findIndex(({ id }) => id === ruleId);
  const base = lineage.links[0]?.base ?? null;
  const isInSummary = reasonInSummary(lineage) === 0;
  const text = base?.reason == null || isInSummary ? '' : ` ${base.reason}`;
  const identity = createHash('sha256').update(`${target.reference}\n${ruleId}`).digest('hex');
  return {
    ...{ ruleId, ruleIndex, level: RULES[ruleIndex]?.level ?? 'error', kind: 'fail' },
    message: message(`${target.reference}: ${lineage.summary}${text}`),
    locations: [
      {
        physicalLocation: physicalLocation(target),
        logicalLocations: [logicalLocation(target)],
      },
    ],
    // Code scanning services only read the second one.
    partialFingerprints: { 'baseboard/v1': identity, primaryLocationLineHash: `${identity}:1` },
    properties: {
      ...{ status: lineage.status, digest: lineage.digest },
      ...(base && {
        ...{ base: base.name, baseDigest: base.digest, baseDigestKind: base.digestKind ?? null },
        ...{ currentDigest: base.currentDigest, currentDigestKind: base.currentDigestKind ?? null },
      }),
    },
  };
}

/** A message as plain text: brackets would start a link (§ 3.11.6), and backticks are Markdown. */
function message(text: string): { text: string } {
  return {
    text: plainSentence(printable(text)).replace(/[\\[\]]/g, '\\$&'),
  };
}

function logicalLocation({ reference }: Target) {
  return { name: reference, fullyQualifiedName: reference, kind: 'resource' };
}

function physicalLocation({ reference, place }: Target) {
  const [path, startLine] = place === undefined ? [reference, 1] : [place.path, place.line];
  const uri = path.split(/[\\/]/).map(encodeURIComponent).join('/');
  return { artifactLocation: { uri }, region: { startLine } };
}
