import { z } from 'zod';
import { CASCADE_STATE, REBASE_STATE } from '#lib/rebase/states.ts';
import { HEALTH_STATE } from '#lib/registry/health/health.ts';
import { SOURCE_STATE } from '#lib/sources/source-state.ts';
import { id } from './images/images.ts';
import { status } from './images/lineage.ts';
import { scanProgress } from './images/scans.ts';
import { reference, time } from './primitives.ts';

/** An event of `GET /api/v1/events`: `type` is its name, the other fields are its data as JSON. */
const event = z.discriminatedUnion('type', [
  scanProgress.extend({ type: z.literal('scan') }),
  z.object({
    type: z.literal('verdict'),
    imageId: id,
    reference,
    status,
    previousStatus: status.nullable(),
    at: time,
  }),
  z.object({ type: z.literal('rebase'), id, state: z.enum(REBASE_STATE) }),
  z.object({ type: z.literal('cascade'), id, state: z.enum(CASCADE_STATE) }),
  /** A base was declared for an image or a repository, or a declaration was removed. */
  z.object({ type: z.literal('declared-base'), image: z.string() }),
  /** A source was changed, its listing got further, or it is gone. */
  z.object({ type: z.literal('source'), id, state: z.enum(SOURCE_STATE) }),
  z.object({ type: z.literal('service'), database: z.enum(['ok', 'unreachable']) }),
  z.object({
    type: z.literal('registry'),
    host: z.string(),
    /** Its current health; null while a request checks it. */
    state: z.enum(HEALTH_STATE).nullable(),
    /** Whether somebody requested a retry. */
    retry: z.boolean(),
  }),
]);

export type BaseboardEvent = z.infer<typeof event>;
