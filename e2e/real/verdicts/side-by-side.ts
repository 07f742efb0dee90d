import type { CheckBase } from '../tools/regctl.ts';
import type { Case, Expected } from './cases/case.ts';

/** The answers of both for one case at one time. */
export interface Answers {
  readonly regctl: CheckBase;
  readonly ours: Expected;
}

/** A case with both answers, before and after its base moved. */
export interface Row {
  readonly of: Case;
  readonly before: Answers;
  readonly after: Answers;
}

/** Whether regctl's answer is right. An error is right only if there is nothing to compare with. */
export function regctlRight(answer: CheckBase, truth: Expected): boolean {
  switch (truth.status) {
    case 'up-to-date':
      return answer.verdict === 'matches';
    case 'stale':
    case 'stale-by-ancestor':
      return answer.verdict === 'changed';
    case 'broken':
      // Only an error can report a base that is gone; "matches" is wrong for a false claim.
      return answer.verdict === 'error' ? answer.reason.includes('not found') : answer.verdict === 'changed';
    case 'root':
      return answer.verdict === 'error';
    default:
      return false;
  }
}

/** Whether our answer is right. */
export function oursRight(answer: Expected, truth: Expected): boolean {
  return (
    answer.status === truth.status &&
    answer.freshness === truth.freshness &&
    answer.verification === truth.verification
  );
}

const mark = (right: boolean, words: string): string => `${right ? '✓' : '✗'} ${words}`;
const say = (answer: CheckBase): string => {
  if (answer.verdict === 'error') return `error: ${answer.reason}`;
  return answer.platform === undefined
    ? answer.verdict
    : `index: error; ${answer.platform} child: ${answer.verdict}`;
};
const sayOurs = ({ status, freshness, verification }: Expected): string =>
  [status, ...(freshness === null ? [] : [`${freshness}, ${verification}`])].join(': ');

/** The table in Markdown, with a count at its end. */
export function table(rows: readonly Row[]): string {
  const cells = rows.flatMap(({ of, before, after }) =>
    (['before', 'after'] as const).map((when) => {
      const answers = when === 'before' ? before : after;
      const truth = of[when];
      const right = [regctlRight(answers.regctl, truth), oursRight(answers.ours, truth)] as const;
      const line = [
        when === 'before' ? of.title : '',
        when === 'before' ? of.kind : '',
        when === 'before' ? 'as built' : 'base moved',
        mark(right[0], say(answers.regctl)),
        mark(right[1], sayOurs(answers.ours)),
      ];
      return { right, text: `| ${line.join(' | ')} |` };
    }),
  );
  const right = (who: 0 | 1): number => cells.filter((cell) => cell.right[who]).length;
  return [
    '| Image | What makes it hard | When | `regctl image check-base` | Baseboard |',
    '|---|---|---|---|---|',
    ...cells.map(({ text }) => text),
    `| **right** | | | **${right(0)} of ${cells.length}** | **${right(1)} of ${cells.length}** |`,
  ].join('\n');
}
