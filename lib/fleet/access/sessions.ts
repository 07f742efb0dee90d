import type { Caller } from '#lib/access/roles.ts';
import { NotFoundError } from '#lib/fleet/errors.ts';
import {
  endSession as endStored,
  forgetSessions,
  listSessions as listStored,
  type OwnedSession,
} from '#lib/store/access/sessions.ts';
import type { AccessContext } from './context.ts';
import { ScopeError } from './errors.ts';
import { reachesAccess, reachOf } from './visible-to.ts';

/** How long a session that is over stays in the database. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** The sessions that go on and that someone may see: their own, and an admin everyone's; an API token none. */
export async function listSessions({ db, clock }: AccessContext, who: Caller): Promise<OwnedSession[]> {
  if (!reachesAccess(who)) return [];
  return listStored(db, reachOf(who), clock());
}

/** Ends a session: one's own, and an admin anyone's. Throws `NotFoundError`, and {@link ScopeError} for an API token. */
export async function endSession(
  { db, clock, record }: AccessContext,
  who: Caller,
  id: string,
  address: string | null,
): Promise<void> {
  if (!reachesAccess(who))
    throw new ScopeError(
      'An API token cannot end sessions without the scope administer. Log in and end it there.',
    );
  const now = clock();
  const one = (await listStored(db, reachOf(who), now)).find(({ session }) => session.id === id);
  if (one === undefined || !(await endStored(db, id, 'everyone', now)))
    throw new NotFoundError(`There is no session with the id ${id}.`);
  const subject = one.person?.name ?? 'operator';
  await record.add({ action: 'sessions-ended', actor: who.name, subject, address, detail: '1 session' });
}

/** Forgets sessions that were over a month ago. */
export async function forgetOldSessions({ db, clock }: Pick<AccessContext, 'db' | 'clock'>): Promise<void> {
  await forgetSessions(db, new Date(clock().getTime() - KEPT_MS));
}
