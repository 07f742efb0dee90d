import { deleteAbsences, deleteExpiredDocuments } from '#lib/store/registries/documents.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';

/** Bytes of all documents that only checks of untracked images fetched. */
const MAX_PASSING_BYTES = 256 * 1024 * 1024;
/** Absences count for a day. */
const ABSENCES_MS = 2 * 24 * 3600 * 1000;

/**
 * Deletes documents that nothing refers to: checks of untracked images fetched them, and no tracked image or plan has
 * needed them since.
 */
export async function forgetDocuments({ db, clock }: WithDatabase & WithClock): Promise<void> {
  const now = clock();
  await deleteExpiredDocuments(db, now, MAX_PASSING_BYTES);
  await deleteAbsences(db, new Date(now.getTime() - ABSENCES_MS));
}
