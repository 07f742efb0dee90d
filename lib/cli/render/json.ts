import { z } from 'zod';
import { lineage } from '#lib/api/contract/images/lineage.ts';
import { type Checked, exitCode, OUTCOMES } from '../judging/check-result.ts';
import { shownJson } from './terminal.ts';

/** One image: the contract's lineage, and what the check makes of it. */
const checkItem = lineage.extend({
  outcome: z.enum(OUTCOMES),
  /** It is stale, and `--tolerate` or `--max-behind` lets it pass. */
  tolerated: z.boolean(),
  /** What kept the image itself from being looked at. */
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

/** The verdicts for a program, as {@link checkReport}. */
export function renderJson(checked: readonly Checked[], version: string): string {
  const report = {
    tool: { name: 'baseboard', version },
    exitCode: exitCode(checked.map(({ outcome }) => outcome)),
    items: checked.map(({ lineage: judged, outcome, tolerated, error }) => ({
      ...judged,
      ...{ outcome, tolerated, error },
    })),
  };
  return `${shownJson(report)}\n`;
}
