import type { LoginFailure } from '#lib/access/login-failure.ts';
import type { Config } from '#lib/config/config.ts';
import { callerOfSession } from '#lib/fleet/access/callers.ts';
import type { AccessContext } from '#lib/fleet/access/context.ts';
import { LoginError } from '#lib/fleet/access/errors.ts';
import { DEVICE_SECONDS, deviceOf, issueDevice } from '#lib/fleet/access/known-device.ts';
import { logInOperator, logInPerson, logOut, type OpenedSession } from '#lib/fleet/access/log-in.ts';
import { createOidcLogin } from '#lib/fleet/access/oidc/oidc-login.ts';
import { isGuessable, sameSecret } from '#lib/fleet/access/secrets.ts';
import type { WithLog } from '#lib/fleet/capabilities.ts';
import { peerAddress } from '../http/peer-address.ts';
import { problem, RequestProblem } from '../http/problem.ts';
import { addressKey, createAttemptLimit } from '../limits/login-attempt-limit.ts';
import { tooMany } from './admission.ts';
import { localPath } from './login-return-path.ts';

/** Failed attempts per minute: of one address or known browser, and of all unknown ones together. */
const ATTEMPTS = { perKey: 10, allUnknown: 100 };

/** The result of a login with the provider: a session, or a failure that the login page explains. */
export type PersonLogin =
  | { readonly session: OpenedSession; readonly next: string }
  | { readonly failure: LoginFailure };

/** Login and logout, for the login page's routes. */
export function createLogins(
  context: AccessContext,
  { token, oidc, publicUrl }: Pick<Config, 'token' | 'oidc' | 'publicUrl'>,
  log: WithLog['log'],
) {
  const limit = createAttemptLimit(context.clock, ATTEMPTS);
  const provider =
    oidc === undefined || publicUrl === undefined
      ? undefined
      : createOidcLogin(oidc, publicUrl, context.clock);
  return {
    /** The ways to log in: whether by the server's token, and the provider's name. */
    loginOffer: { token: token !== undefined, provider: oidc?.label },
    /** Whether the public URL is https: then the cookies of a login with the provider are `Secure`. */
    loginSecure: publicUrl?.startsWith('https://') === true,

    /**
     * Logs in with the server's token. `device` is the cookie of a browser that did so before. Throws `RequestProblem`:
     * 401 for a wrong token, 429 after too many.
     */
    async logInByToken(sent: string, device: string | undefined, agent: string) {
      const address = peerAddress();
      const known = token === undefined ? undefined : deviceOf(device, token);
      const key = known === undefined ? addressKey(address) : `device ${known}`;
      const isKnown = known === undefined ? undefined : true;
      const isRight = token !== undefined && sameSecret(sent, token);
      const seconds = limit.wait(key, isKnown);
      // The owner of a token that cannot be guessed gets in, whatever others behind the same proxy tried.
      if (seconds > 0 && (!isRight || isGuessable(token))) throw new RequestProblem(tooMany(seconds));
      if (!isRight) {
        limit.recordFailure(key, isKnown);
        context.record.refused({ action: 'login-refused', address, detail: 'a wrong token' });
        throw new RequestProblem(
          problem('wrong-token', 'This is not the server’s token. Check BASEBOARD_TOKEN on the server.'),
        );
      }
      limit.recordSuccess(key);
      const session = await logInOperator(context, token, { address, agent });
      return { session, device: { value: issueDevice(token), maxAge: DEVICE_SECONDS } };
    },

    /** Ends the session of a cookie's value, if there is one. */
    async logOutSession(value: string) {
      const caller = await callerOfSession(context, value);
      if (caller !== undefined) await logOut(context, caller, peerAddress());
    },

    /**
     * Starts a login with the provider; `next` is the path to open afterwards. Throws `RequestProblem` if no provider is
     * configured.
     */
    async beginPersonLogin(next: unknown) {
      if (provider === undefined)
        throw new RequestProblem(
          problem('no-provider', 'No OpenID provider is configured on this server. Log in with its token.'),
        );
      try {
        return { begun: await provider.begin(localPath(next)) };
      } catch (error) {
        return { failure: failureOf(error, 'a login could not be started') };
      }
    },

    /** Completes a login with the provider: `search` is the callback's query, `flow` the cookie from its start. */
    async endPersonLogin(search: string, flow: string | undefined, agent: string): Promise<PersonLogin> {
      if (provider === undefined || oidc === undefined) return { failure: 'failed' };
      try {
        const { claims, next } = await provider.end(search, flow);
        const session = await logInPerson(context, oidc.issuer, claims, { address: peerAddress(), agent });
        return session === undefined ? { failure: 'no-role' } : { session, next };
      } catch (error) {
        return { failure: failureOf(error, 'a login could not be completed') };
      }
    },
  };

  /** Logs a failure and adds it to the audit log; the page shows its kind only. */
  function failureOf(error: unknown, what: string): LoginFailure {
    if (!(error instanceof LoginError)) throw error;
    log.warn({ err: error }, what);
    const { kind, message } = error;
    context.record.refused({ action: 'login-refused', address: peerAddress(), detail: message });
    return kind;
  }
}
