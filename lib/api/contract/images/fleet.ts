import { z } from 'zod';
import { filterText, moment, time } from '../primitives.ts';
import { status } from './lineage.ts';

/** A base and the images directly based on it. */
const baseLoad = z.object({
  name: z.string(),
  /** The stale ones of its images. */
  stale: z.number().int(),
  /** All images directly based on it. */
  images: z.number().int(),
  /** When its tag was first seen with another digest; null if it has not moved. */
  movedAt: time.nullable(),
});

/** The fleet page's headline and chart, with the same filter as its table. */
export const fleetSummary = z.object({
  total: z.number().int(),
  byStatus: z.record(status, z.number().int()),
  /** How many images of each status are snoozed. */
  snoozed: z.partialRecord(status, z.number().int()),
  bases: z.array(baseLoad),
  /** The smallest set of bases whose rebase makes the most stale images current; null if nothing is stale. */
  advice: z
    .object({ bases: z.array(z.string()), fixes: z.number().int(), stale: z.number().int() })
    .nullable(),
  /** The images over the limit that the operator set with `sla`; null if none is set. */
  sla: z
    .object({
      staleDays: z.number().int(),
      overdue: z.number().int(),
      /** Broken, not checked, or stale since a time that is not known: never counted as within the limit. */
      notKnown: z.number().int(),
    })
    .nullable(),
  /** Images that sources mention now: all, running, running and stale, running and no longer pullable; 0 for the past. */
  mentioned: z.object({
    images: z.number().int(),
    running: z.number().int(),
    staleRunning: z.number().int(),
    cannotPull: z.number().int(),
  }),
  lastScanAt: time.nullable(),
  sampleOpen: z.boolean(),
});

export const fleetQuery = z.object({
  filter: filterText.optional(),
  /** As the fleet was then. */
  at: moment.optional(),
});

export const sampleFleet = z.object({ open: z.boolean(), images: z.number().int() });

export type FleetSummaryView = z.infer<typeof fleetSummary>;
export type BaseLoadView = z.infer<typeof baseLoad>;
