import { z } from 'zod';
import { lineage } from '#lib/api/contract/images/lineage.ts';
import { type Checked, exitCode, OUTCOMES } from '../judging/check-result.ts';
import { printableJson } from './terminal.ts';

/** One image: the API contract's lineage and the outcome of the check. */
const checkItem = lineage.extend({
  outcome: z.enum(OUTCOMES),
  /** It is stale, but `--tolerate` or `--max-behind` allows that. */
  tolerated: z.boolean(),
  /** Why the image itself could not be checked. */
  error: z
    .object({ host: z.string(), operation: z.string(), code: z.string(), message: z.string() })
    .nullable(),
});

/** What `--format json` prints. */
export const checkReport = z.object({
  tool: z.object({ name: z.literal('baseboard'), version: z.string() }),
  exitCode: z.number().int(),
  items: z.array(checkItem),
});

/** The verdicts as JSON, in the format of {@link checkReport}. */
export function renderJson(checked: readonly Checked[], version: string): string {
  const report = {
    tool: { name: 'baseboard', version },
    exitCode: exitCode(checked.map(({ outcome }) => outcome)),
    items: checked.map(({ lineage: itemLineage, outcome, tolerated, error }) => ({
      ...itemLineage,
      ...{ outcome, tolerated, error },
    })),
  };
  return `${printableJson(report)}\n`;
}
