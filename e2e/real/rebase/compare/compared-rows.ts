import { expect } from 'vitest';
import { lookUp } from '../../tools/buildah.ts';
import type { Row } from './comparison-table.ts';
import { craneRebase } from './crane.ts';
import { type Round, type RoundTools, rebaseAndCheck } from './rebase-and-compare.ts';

/** Rebases by the service and by crane; each adds a row to the comparison. */
export function comparedRows(rows: Row[], tools: () => RoundTools) {
  return {
    /** A rebase that succeeds, of `<repository>/app:1` on `<repository>/lib:1` unless the round says otherwise. */
    async go(title: string, repository: string, more: Partial<Round> = {}) {
      const { setup } = tools();
      const move = () => setup.buildBase(repository, 2);
      const round = { app: `${repository}/app:1`, base: `${repository}/lib:1`, move, ...more };
      const result = await rebaseAndCheck(tools(), round);
      rows.push({ title, crane: result.crane, ours: result.result });
      return result;
    },
    /** What a plan is refused with; the tag stays. */
    async refused(title: string, app: string) {
      const { setup, service } = tools();
      const { digest } = await lookUp(setup.registry, app);
      const refusal = await service.refusal('/rebases/plan', { reference: setup.at(app) });
      expect((await lookUp(setup.registry, app)).digest).toBe(digest);
      const crane = { alone: await craneRebase(setup, app, []) };
      rows.push({ title, crane, ours: `refuses: ${refusal.kind}` });
      return { kind: refusal.kind, detail: refusal.detail, crane: crane.alone };
    },
  };
}
