import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { distributionMissing, type RegistryAuth } from '../registries/registries.ts';
import { buildahMissing } from '../tools/buildah.ts';
import { caseMissing, casesFor, type OpenBench, openBench } from './cases/bench.ts';
import type { Case } from './cases/case.ts';
import { judgeCases, openBenchJudge } from './judge-cases.ts';
import { outcomeExpected, outcomeOf } from './outcome.ts';

const missing = distributionMissing() ?? buildahMissing();

// Real builders' images in real registries, judged by the product's own client and resolver.
describe.skipIf(missing).each<RegistryAuth>(['none', 'basic', 'token'])(
  `verdicts at Distribution, auth: %s${missing === undefined ? '' : ` (${missing})`}`,
  (auth) => {
    const cases = casesFor(auth);
    let bench: OpenBench;
    let before: ReadonlyMap<Case, Lineage>;
    let after: ReadonlyMap<Case, Lineage>;
    let fresh: ReadonlyMap<Case, Lineage>;

    beforeAll(async () => {
      bench = await openBench(auth, cases);
      const [watcher, newcomer] = [openBenchJudge(bench), openBenchJudge(bench)];
      before = await judgeCases(watcher, bench);
      await bench.moveBases();
      after = await judgeCases(watcher, bench);
      fresh = await judgeCases(newcomer, bench);
      await watcher.close();
      await newcomer.close();
    }, 240_000);
    afterAll(() => bench?.close());

    it.for(cases.map((of) => [of.title, of] as const))('%s', ([, of], context) => {
      const obstacle = caseMissing(of);
      if (obstacle !== undefined) return context.skip(obstacle);
      const judged = [before.get(of), after.get(of), fresh.get(of)];
      const { host } = bench.workshop.registry;
      const [was, is, first] = judged.map((lineage) => lineage && outcomeOf(lineage, host));
      expect({ 'as built': was, 'base moved': is, 'base moved, first look': first }).toEqual({
        'as built': outcomeExpected(of, 'before'),
        'base moved': outcomeExpected(of, 'after'),
        'base moved, first look': outcomeExpected(of, 'firstLook'),
      });
    });
  },
);
