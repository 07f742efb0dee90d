import type { Caller, Permission } from '#lib/access/roles.ts';
import type { Config } from '#lib/config/config.ts';
import { listApiTokens, makeApiToken, revokeApiToken } from '#lib/fleet/access/api-tokens.ts';
import { createAccessRecord } from '#lib/fleet/access/audit-log.ts';
import { callerOfApiToken, callerOfSession, operator } from '#lib/fleet/access/callers.ts';
import { type AccessContext, isOpen } from '#lib/fleet/access/context.ts';
import { endPersonsSessions, listPeople, shutOut } from '#lib/fleet/access/people.ts';
import { isGuessable, sameSecret } from '#lib/fleet/access/secrets.ts';
import { endSession, listSessions } from '#lib/fleet/access/sessions.ts';
import type { WithClock, WithDatabase, WithLog } from '#lib/fleet/capabilities.ts';
import { listAccess, recordAccess } from '#lib/store/access/audit-log.ts';
import { presentAccessEntry, presentApiToken, presentPerson, presentSession } from '../../present/access.ts';
import type { AccessPolicy } from '../access/admission.ts';
import { createLogins } from '../access/logins.ts';
import { peerAddress } from '../http/peer-address.ts';
import { createAttemptLimit } from '../limits/login-attempt-limit.ts';
import { knownId } from './known-id.ts';

/** Failed attempts per minute: of one address, and of all unknown ones together. */
const BEARER_ATTEMPTS = { perKey: 30, allUnknown: 300 };

/** Logins, sessions, tokens and people, for routes and pages, with the contract's types. */
export function createAccessApplication(fleet: WithDatabase & WithClock & WithLog, config: Config) {
  const { db, clock, log } = fleet;
  const { token, oidc, publicUrl } = config;
  const record = createAccessRecord(
    (entry) => recordAccess(db, entry),
    clock,
    (err) => log.error({ err }, 'the access audit log could not be written'),
  );
  const context: AccessContext = { db, clock, token, oidc, record };
  const accessPolicy: AccessPolicy = {
    open: isOpen(context),
    host: config.host,
    publicUrl,
    isToken: (bearer) => token !== undefined && sameSecret(bearer, token),
    guessable: token !== undefined && isGuessable(token),
    callerOfApiToken: (bearer) => callerOfApiToken(context, bearer),
    callerOfSession: (value) => callerOfSession(context, value),
    operator,
    wrongTokens: createAttemptLimit(clock, BEARER_ATTEMPTS),
    refused: record.refused,
  };
  return {
    accessPolicy,
    flushAccessRecord: record.flush,
    ...createLogins(context, config, log),

    async listApiTokens(who: Caller) {
      const all = await listApiTokens(context, who);
      return { items: all.map((each) => presentApiToken(each, who, clock())) };
    },
    async makeApiToken(who: Caller, request: { name: string; scopes: readonly Permission[]; days: number }) {
      const made = await makeApiToken(context, who, request, peerAddress());
      return { ...presentApiToken(made, who, clock()), token: made.secret };
    },
    revokeApiToken: (who: Caller, id: string) => revokeApiToken(context, who, knownId(id), peerAddress()),
    async listSessions(who: Caller) {
      const all = await listSessions(context, who);
      return { items: all.map((each) => presentSession(each, who)) };
    },
    endSession: (who: Caller, id: string) => endSession(context, who, knownId(id), peerAddress()),
    async listPeople() {
      return { items: (await listPeople(context)).map(presentPerson) };
    },
    endPersonsSessions: (who: Caller, id: string) =>
      endPersonsSessions(context, who, knownId(id), peerAddress()),
    shutOut: (who: Caller, id: string) => shutOut(context, who, knownId(id), peerAddress()),
    async listAccess(query: { limit: number; cursor?: string | undefined }) {
      const page = await listAccess(db, { limit: query.limit, cursor: query.cursor });
      return { ...page, items: page.items.map(presentAccessEntry) };
    },
  };
}
