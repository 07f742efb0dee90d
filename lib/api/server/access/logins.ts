import type { LoginFailure } from '#lib/access/login-failure.ts';
import type { Config } from '#lib/config/config.ts';
import { callerOfSession } from '#lib/fleet/access/callers.ts';
import type { AccessContext } from '#lib/fleet/access/context.ts';
import { LoginError } from '#lib/fleet/access/errors.ts';
import { DEVICE_SECONDS, deviceOf, issueDevice } from '#lib/fleet/access/known-device.ts';
import { logInOperator, logInPerson, logOut, type OpenedSession } from '#lib/fleet/access/log-in.ts';
import { createOidcLogin } from '#lib/fleet/access/oidc/oidc-login.ts';
import { isGuessable, sameSecret } from '#lib/fleet/access/secrets.ts';
import type { FleetContext } from '#lib/fleet/context.ts';
import { peerAddress } from '../http/peer-address.ts';
import { problem, RequestProblem } from '../http/problem.ts';
import { addressKey, createTryLimit } from '../limits/login-attempt-limit.ts';
import { tooMany } from './admission.ts';
import { ownPath } from './login-return-path.ts';

/** Wrong tries a minute: of one address or known browser, and of all unknown ones together. */
const TRIES = { perKey: 10, allUnknown: 100 };

/** How a login with the provider ended: with a session, or with what the login page explains. */
export type PersonLogin =
  | { readonly session: OpenedSession; readonly next: string }
  | { readonly failure: LoginFailure };

/** Logging in and out, as the login page's routes call it. */
export function createLogins(
  context: AccessContext,
  { token, oidc, publicUrl }: Pick<Config, 'token' | 'oidc' | 'publicUrl'>,
  log: FleetContext['log'],
) {
  const limit = createTryLimit(context.clock, TRIES);
  const provider =
    oidc === undefined || publicUrl === undefined
      ? undefined
      : createOidcLogin(oidc, publicUrl, context.clock);
  return {
    /** What one can log in with: the server's token, and the provider by its name. */
    loginOffer: { token: token !== undefined, provider: oidc?.label },
    /** Whether people come by https: then the cookies of a login with the provider are for https alone. */
    loginSecure: publicUrl?.startsWith('https://') === true,

    /**
     * Opens a session for who shows the server's token. `device` is the mark of a browser that did so before. Throws
     * `RequestProblem`: 401 for another token, 429 after too many.
     */
    async logInByToken(shown: string, device: string | undefined, agent: string) {
      const address = peerAddress();
      const known = token === undefined ? undefined : deviceOf(device, token);
      const key = known === undefined ? addressKey(address) : `device ${known}`;
      const mark = known === undefined ? undefined : true;
      const right = token !== undefined && sameSecret(shown, token);
      const seconds = limit.wait(key, mark);
      // A token that cannot be guessed lets its owner in, whatever strangers behind the same proxy tried.
      if (seconds > 0 && (!right || isGuessable(token))) throw new RequestProblem(tooMany(seconds));
      if (!right) {
        limit.wrong(key, mark);
        context.record.refused({ action: 'login-refused', address, detail: 'a wrong token' });
        throw new RequestProblem(problem('wrong-token', 'That is not this server’s token.'));
      }
      limit.right(key);
      const session = await logInOperator(context, token, { address, agent });
      return { session, device: { value: issueDevice(token), maxAge: DEVICE_SECONDS } };
    },

    /** Ends the session of a cookie's value; nothing where it is none. */
    async logOutSession(value: string) {
      const caller = await callerOfSession(context, value);
      if (caller !== undefined) await logOut(context, caller, peerAddress());
    },

    /** Begins a login with the provider; `next` is where it leads in the end. Throws `RequestProblem` where none is set. */
    async beginPersonLogin(next: unknown) {
      if (provider === undefined)
        throw new RequestProblem(problem('no-provider', 'This server has no provider to log in with.'));
      try {
        return { begun: await provider.begin(ownPath(next)) };
      } catch (error) {
        return { failure: failureOf(error, 'a login could not be begun') };
      }
    },

    /** Ends a login with the provider: `search` is the query it led back with, `flow` what the browser kept. */
    async endPersonLogin(search: string, flow: string | undefined, agent: string): Promise<PersonLogin> {
      if (provider === undefined || oidc === undefined) return { failure: 'failed' };
      try {
        const { claims, next } = await provider.end(search, flow);
        const session = await logInPerson(context, oidc.issuer, claims, { address: peerAddress(), agent });
        return session === undefined ? { failure: 'no-role' } : { session, next };
      } catch (error) {
        return { failure: failureOf(error, 'a login did not end') };
      }
    },
  };

  /** What went wrong goes into the log and the record; the page says the kind alone. */
  function failureOf(error: unknown, what: string): LoginFailure {
    if (!(error instanceof LoginError)) throw error;
    log.warn({ err: error }, what);
    const { kind, message } = error;
    context.record.refused({ action: 'login-refused', address: peerAddress(), detail: message });
    return kind;
  }
}
