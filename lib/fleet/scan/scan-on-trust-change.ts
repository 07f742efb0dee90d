import { z } from 'zod';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { images } from '#lib/store/schema/images.ts';
import { readFlag, writeFlag } from '#lib/store/service/flags.ts';
import type { WithDatabase } from '../capabilities.ts';
import { type ScanContext, scanImages } from './scan-images.ts';

const FLAG = 'trusted-bases';

/** The configured names of bases. */
export interface TrustSettings {
  readonly trustedBases: readonly string[];
  readonly bases: readonly { readonly image: string; readonly base: string }[];
}

/** Stores which names are trusted. Returns whether they are other ones than before. */
export async function storeTrust(
  { db }: WithDatabase,
  { trustedBases, bases }: TrustSettings,
): Promise<boolean> {
  const declared = bases.map(({ base }) => base);
  const now = digestOf(JSON.stringify([[...trustedBases].sort(), [...new Set(declared)].sort()]));
  if ((await readFlag(db, FLAG, z.string())) === now) return false;
  await writeFlag(db, FLAG, now);
  return true;
}

/** Scans the fleet if other names are trusted to be bases than at the last start; called at each start. */
export async function scanOnTrustChange(context: ScanContext, settings: TrustSettings): Promise<void> {
  if (!(await storeTrust(context, settings))) return;
  if ((await context.db.$count(images)) > 0) await scanImages(context, undefined);
}
