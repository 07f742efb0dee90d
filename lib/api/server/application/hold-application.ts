import type { z } from 'zod';
import type { Caller } from '#lib/access/roles.ts';
import type { WithClock, WithDatabase } from '#lib/fleet/capabilities.ts';
import { getHolds, type HoldTerms, removeHold, setHold } from '#lib/fleet/holds/set-hold.ts';
import type { HoldRequest, SnoozeRequest } from '../../contract/images/holds.ts';
import type { paging } from '../../contract/primitives.ts';
import { presentHold } from '../../present/holds.ts';
import { editorOf } from './editor-of.ts';
import { knownId } from './known-id.ts';

/** Holds, for routes and pages, with the contract's types. */
export function createHoldApplication(context: WithDatabase & WithClock) {
  return {
    async setHold({ reference, base, filter, ...terms }: HoldRequest, who: Caller) {
      const target =
        base !== undefined
          ? { base }
          : reference !== undefined
            ? { references: [reference] }
            : { filter: filter ?? '' };
      return presentHold(await setHold(context, target, termsOf(terms), editorOf(who)));
    },
    async snoozeImages({ until, untilNextDigest, reason, ...selection }: SnoozeRequest, who: Caller) {
      const terms = termsOf({ until, untilNextDigest, reason });
      return presentHold(await setHold(context, { selection }, terms, editorOf(who)));
    },
    removeHold: (id: string, who: Caller) => removeHold(context, knownId(id), editorOf(who)),
    async listHolds({ limit, cursor }: z.output<typeof paging>) {
      const { items, nextCursor } = await getHolds(context, { limit, cursor });
      return { items: items.map(presentHold), nextCursor };
    },
  };
}

function termsOf({
  until,
  untilNextDigest,
  reason,
}: Pick<HoldRequest, 'until' | 'untilNextDigest' | 'reason'>): HoldTerms {
  return {
    until: until == null ? null : new Date(until),
    untilNextDigest: untilNextDigest ?? false,
    reason,
  };
}
