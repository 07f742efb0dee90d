import { z } from 'zod';
import { SHIELDS_COLOR } from '#lib/lineage/vocabulary/status.ts';
import { BADGE_STYLE } from '#lib/sharing/badge/badge.ts';

/** A badge for shields.io, https://shields.io/badges/endpoint-badge. */
export const shieldsEndpoint = z.object({
  schemaVersion: z.literal(1),
  label: z.string(),
  message: z.string(),
  color: z.enum(SHIELDS_COLOR),
});

/** The options of a badge. Unknown ones are ignored, and a long label is cut. */
export const badgeQuery = z.object({
  label: z.string().optional().describe('The text left of the message; `base` by default'),
  style: z.enum(BADGE_STYLE).optional(),
});

export const fleetBadgeQuery = badgeQuery.extend({
  filter: z.string().optional().describe('Which public images to count; all by default'),
});
