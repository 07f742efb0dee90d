import { z } from 'zod';
import { SHIELDS_COLOR } from '#lib/lineage/vocabulary/status.ts';
import { BADGE_STYLE } from '#lib/sharing/badge/badge.ts';

/** A badge as shields.io reads it, https://shields.io/badges/endpoint-badge. */
export const shieldsEndpoint = z.object({
  schemaVersion: z.literal(1),
  label: z.string(),
  message: z.string(),
  color: z.enum(SHIELDS_COLOR),
});

/** How a badge is wanted; what is not known is passed over, a long label is cut. */
export const badgeQuery = z.object({
  label: z.string().optional().describe('What stands before the message; `base` unless told'),
  style: z.enum(BADGE_STYLE).optional(),
});

export const fleetBadgeQuery = badgeQuery.extend({
  filter: z.string().optional().describe('Which public images count; all of them unless told'),
});
