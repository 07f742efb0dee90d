import { z } from 'zod';
import { SCAN_STATE } from '#lib/fleet/scan-state.ts';
import { time } from '../primitives.ts';
import { id } from './images.ts';
import { SELECTION, SELECTS_ONCE, selectsOnce } from './selection.ts';

/** Checks images: those selected, or the whole fleet. */
export const scanRequest = z
  .strictObject(SELECTION)
  .refine((request) => Object.keys(request).length === 0 || selectsOnce(request), SELECTS_ONCE);

/** An accepted scan; it will check `total` images. */
export const scanAccepted = z.object({ id, total: z.number().int() });

const count = z.number().int();

export const scanProgress = z.object({
  id,
  total: count,
  /** Checked; the verdicts of some may wait for others that are evidence for them. */
  checked: count,
  /** Checked, and the verdict is stored. */
  done: count,
  /** Not judged because of a fault of Baseboard. */
  failed: count,
  /** With another verdict than before. */
  changed: count,
  /** Could not be checked: a registry or its content could not be read. */
  unreachable: count,
  /** Left out because the scan was cancelled. */
  skipped: count,
  /** `cancelling`: images that are under way are still checked. */
  state: z.enum(SCAN_STATE),
});

/** A registry that a running scan waits for. */
const scanWait = z.object({
  host: z.string(),
  /** Images on it that are still to be checked. */
  images: count,
  /** What is wrong, to follow the host in a sentence: "limits requests (HTTP 429)"; null if it just takes time. */
  problem: z.string().nullable(),
  /** No requests are sent before then. */
  until: time.nullable(),
});

export const scanDetails = scanProgress.extend({
  startedAt: time,
  finishedAt: time.nullable(),
  /** The registries that it waits for, those with a problem first; empty once it is finished. */
  waiting: z.array(scanWait),
});

export type ScanProgressView = z.infer<typeof scanProgress>;
export type ScanDetailsView = z.infer<typeof scanDetails>;
export type ScanWaitView = z.infer<typeof scanWait>;
