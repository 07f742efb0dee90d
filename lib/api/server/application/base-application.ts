import type { z } from 'zod';
import type { Caller } from '#lib/access/roles.ts';
import { findNewerTags } from '#lib/fleet/bases/newer-tags.ts';
import { readBase } from '#lib/fleet/bases/read-base.ts';
import type { WithClock, WithDatabase, WithDocuments, WithRegistry } from '#lib/fleet/capabilities.ts';
import { compareContents } from '#lib/fleet/differences/compare-contents.ts';
import { compareImages } from '#lib/fleet/differences/compare-images.ts';
import type { contentsQuery, differenceQuery } from '../../contract/differences.ts';
import type { BaseView, NewerTagsView } from '../../contract/images/bases.ts';
import { presentBase } from '../../present/bases.ts';
import { presentContents, presentDifference } from '../../present/differences.ts';
import { withinComparisonLimit } from '../limits/comparison-limit.ts';
import type { Reaching } from '../limits/reaching-registries.ts';

/** Bases and what changed in them, for routes and pages, with the contract's types. */
export function createBaseApplication(
  context: WithDatabase & WithClock & WithDocuments & WithRegistry,
  reaching: Reaching,
) {
  return {
    readBase: async (reference: string): Promise<BaseView> => presentBase(await readBase(context, reference)),
    async findNewerTags(reference: string, who: Caller): Promise<NewerTagsView> {
      const found = await reaching(who, [reference], () => findNewerTags(context, reference));
      return { ...found, tags: [...found.tags] };
    },
    /** `signal` aborts the comparison when its client disconnects. */
    async compareImages({ from, to }: z.output<typeof differenceQuery>, who: Caller, signal: AbortSignal) {
      const compare = () => compareImages(context, { from, to }, signal);
      return presentDifference(await reaching(who, [from, to], compare));
    },
    async compareContents(query: z.output<typeof contentsQuery>, who: Caller, signal: AbortSignal) {
      const { from, to, platform, also } = query;
      const compare = () =>
        withinComparisonLimit(() => compareContents(context, { from, to, platform, also }, signal));
      return presentContents(await reaching(who, [from, to, also ?? ''], compare));
    },
  };
}
