import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distributionMissing } from '../registries/registries.ts';
import { buildahMissing } from '../tools/buildah.ts';
import { type CheckBase, openRegctl, regctlMissing } from '../tools/regctl.ts';
import { CASES, type OpenBench, openBench } from './cases/bench.ts';
import type { Case } from './cases/case.ts';
import { judgeCases, openBenchJudge } from './judge-cases.ts';
import { outcomeOf } from './outcome.ts';
import { type Answers, oursRight, type Row, regctlRight, table } from './side-by-side.ts';

const missing = distributionMissing() ?? buildahMissing() ?? regctlMissing();

describe.skipIf(missing)(
  `beside regctl image check-base${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    let bench: OpenBench;
    const rows: Row[] = [];

    beforeAll(async () => {
      bench = await openBench('none', CASES);
      const regctl = await openRegctl(bench.workshop.registry);
      const judge = openBenchJudge(bench);
      const answersOf = async (): Promise<Map<Case, Answers>> => {
        const answers = new Map<Case, Answers>();
        const theirs = new Map<Case, CheckBase>();
        for (const [of, image] of bench.images) theirs.set(of, await regctl(image));
        for (const [of, lineage] of await judgeCases(judge, bench)) {
          const theirAnswer = theirs.get(of);
          const ours = outcomeOf(lineage, bench.workshop.registry.host);
          if (theirAnswer !== undefined) answers.set(of, { regctl: theirAnswer, ours });
        }
        return answers;
      };
      const before = await answersOf();
      await bench.moveBases();
      const after = await answersOf();
      await judge.close();
      for (const of of bench.images.keys()) {
        const [was, is] = [before.get(of), after.get(of)];
        if (was !== undefined && is !== undefined) rows.push({ of, before: was, after: is });
      }
    }, 240_000);
    afterAll(() => bench?.close());

    it('is set up so that regctl can be right: an index digest on the index is its home ground', () => {
      const ko = rows.find(({ of }) => of.title === 'ko');
      expect(ko?.before.regctl).toEqual({ verdict: 'matches' });
      expect(ko?.after.regctl).toEqual({ verdict: 'changed' });
    });

    it('is right in every row, and says where regctl is not', async () => {
      const text = table(rows);
      process.stdout.write(`\n${text}\n`);
      if (process.env.BASEBOARD_WRITE_DOCS === '1') await writePage(text);
      expect(rows).toHaveLength(bench.images.size);
      const wrong = rows.filter(
        ({ of, before, after }) => !oursRight(before.ours, of.before) || !oursRight(after.ours, of.after),
      );
      expect(wrong.map(({ of }) => of.title)).toEqual([]);
      const theirs = rows.filter(
        ({ of, before, after }) =>
          regctlRight(before.regctl, of.before) && regctlRight(after.regctl, of.after),
      );
      expect(theirs.length).toBeLessThan(rows.length);
    });
  },
);

async function writePage(text: string): Promise<void> {
  const docs = join(import.meta.dirname, '../../../docs');
  await mkdir(docs, { recursive: true });
  const page = [
    '# Beside `regctl image check-base`',
    '',
    'Written by `BASEBOARD_WRITE_DOCS=1 npx vitest run e2e/real/verdicts/side-by-side.test.ts`: images made by real',
    'builders in one real registry (Distribution), checked as they were built and again after every base moved.',
    'Both tools have the same settings. If regctl finds nothing on an index, it is run again',
    'for a child by digest. ✓ and ✗ say whether the answer is right.',
    '',
    text,
    '',
  ];
  await writeFile(join(docs, 'side-by-side.md'), page.join('\n'));
}
