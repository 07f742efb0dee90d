import type { Caller, Role } from '#lib/access/roles.ts';
import { NotFoundError } from '#lib/fleet/errors.ts';
import { revokeApiTokensOf } from '#lib/store/access/api-tokens.ts';
import {
  blockPerson,
  findPerson,
  listPeople as listStored,
  type StoredPerson,
} from '#lib/store/access/people.ts';
import { endSessionsOf } from '#lib/store/access/sessions.ts';
import { titleOf } from './api-tokens.ts';
import type { AccessContext } from './context.ts';
import { roleOfPerson } from './oidc/claims.ts';

/** A person as an admin sees them. */
export interface KnownPerson {
  readonly person: StoredPerson;
  /** Undefined for who may not come in. */
  readonly role: Role | undefined;
  readonly sessions: number;
}

/** Everyone who ever logged in, with the role of now. */
export async function listPeople({ db, clock, oidc }: AccessContext): Promise<KnownPerson[]> {
  const all = await listStored(db, clock());
  return all.map(({ person, sessions }) => ({ person, role: roleOfPerson(person, oidc), sessions }));
}

/** Ends every session of a person. Throws `NotFoundError`. */
export async function endPersonsSessions(
  { db, clock, record }: AccessContext,
  who: Caller,
  id: string,
  address: string | null,
): Promise<void> {
  const person = await known(db, id);
  const ended = await endSessionsOf(db, id, clock());
  if (ended === 0) return;
  const detail = ended === 1 ? '1 session' : `${ended} sessions`;
  await record.add({ action: 'sessions-ended', actor: who.name, subject: person.name, address, detail });
}

/**
 * Shuts a person out, until the provider lets them log in again: ends their sessions and revokes their tokens. Throws
 * `NotFoundError`.
 */
export async function shutOut(
  context: AccessContext,
  who: Caller,
  id: string,
  address: string | null,
): Promise<void> {
  const { db, clock, record } = context;
  const person = await known(db, id);
  const now = clock();
  await blockPerson(db, id, now);
  const ended = await endSessionsOf(db, id, now);
  const detail = `shut out; sessions: ${ended}`;
  await record.add({ action: 'sessions-ended', actor: who.name, subject: person.name, address, detail });
  for (const token of await revokeApiTokensOf(db, id, now)) {
    const subject = titleOf(token);
    await record.add({
      action: 'token-revoked',
      actor: who.name,
      subject,
      address,
      detail: `of ${person.name}`,
    });
  }
}

async function known(db: AccessContext['db'], id: string): Promise<StoredPerson> {
  const person = await findPerson(db, id);
  if (person === undefined) throw new NotFoundError(`There is no person with the id ${id}.`);
  return person;
}
