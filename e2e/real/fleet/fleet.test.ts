import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJudge } from '../verdicts/judge.ts';
import { type RealFleet, realFleetMissing, startRealFleet } from './fleet.ts';

const missing = realFleetMissing();

// The fleet that the page tests use has the badges that it declares, before a browser opens it.
describe.skipIf(missing)(`the small fleet${missing === undefined ? '' : ` (${missing})`}`, () => {
  let fleet: RealFleet;
  beforeAll(async () => {
    fleet = await startRealFleet();
  }, 120_000);
  afterAll(() => fleet?.stop());

  it('has the chains and badges it promises, before and after its base moves', async () => {
    const judge = openJudge(fleet.connections);
    const scan = async () => {
      judge.nextScan();
      const seen = [];
      for (const { reference } of fleet.images) {
        const { status, links } = await judge.judge(reference);
        seen.push({ reference, status, chain: links.slice(1).map((link) => link.reference) });
      }
      return seen;
    };
    const promised = (when: 'before' | 'after') =>
      fleet.images.map(({ reference, chain, [when]: status }) => ({ reference, status, chain }));
    expect(await scan()).toEqual(promised('before'));
    await fleet.moveBase();
    expect(await scan()).toEqual(promised('after'));
    await judge.close();
  }, 60_000);
});
