import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJudge } from '../verdicts/judge.ts';
import { type RealFleet, realFleetMissing, startRealFleet } from './fleet.ts';

const missing = realFleetMissing();

// The fleet that the pages are shown with has the badges it promises, before a browser looks at it.
describe.skipIf(missing)(`the small fleet${missing === undefined ? '' : ` (${missing})`}`, () => {
  let fleet: RealFleet;
  beforeAll(async () => {
    fleet = await startRealFleet();
  }, 120_000);
  afterAll(() => fleet?.stop());

  it('has the chains and badges it promises, before and after its base moves', async () => {
    const judge = openJudge(fleet.connections);
    const look = async () => {
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
    expect(await look()).toEqual(promised('before'));
    await fleet.moveBase();
    expect(await look()).toEqual(promised('after'));
    await judge.close();
  }, 60_000);
});
