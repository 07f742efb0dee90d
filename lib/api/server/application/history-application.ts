import type { z } from 'zod';
import type { WithClock, WithDatabase } from '#lib/fleet/capabilities.ts';
import { fleetMoments, whatChanged } from '#lib/fleet/history/fleet-changes.ts';
import { fleetTrend } from '#lib/fleet/history/fleet-trend.ts';
import type { changesQuery, MomentsView, momentsQuery, trendQuery } from '../../contract/images/history.ts';
import { presentChanges, presentTrend } from '../../present/history.ts';

/** The fleet's history, for routes and pages, with the contract's types. */
export function createHistoryApplication(context: WithDatabase & WithClock) {
  return {
    fleetTrend: async (query: z.output<typeof trendQuery>) => presentTrend(await fleetTrend(context, query)),
    whatChanged: async (query: z.output<typeof changesQuery>) =>
      presentChanges(await whatChanged(context, query)),
    async fleetMoments({ filter, limit }: z.output<typeof momentsQuery>): Promise<MomentsView> {
      const { moments, first } = await fleetMoments(context, filter, limit);
      return {
        moments: moments.map(({ at, changes }) => ({ at: at.toISOString(), changes })),
        first: first?.toISOString() ?? null,
      };
    },
  };
}
