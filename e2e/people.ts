import { CALLBACK_PATH } from '#lib/fleet/access/oidc/oidc-login.ts';
import { passProvider, startTestProvider, type TestProvider } from '#lib/fleet/access/testing.ts';
import { freePort, type RunningBaseboard, startBaseboard } from './server.ts';

/** `BASEBOARD_TOKEN` of the servers of {@link startWithPeople}. */
export const TOKEN = 'a-long-enough-token';

/** The people of the provider: one of each role, and one without a role. */
const PEOPLE = {
  ada: { email: 'ada@example.com', email_verified: true, groups: ['admins'] },
  oscar: { email: 'oscar@example.com', email_verified: true, groups: ['operators', 'everyone'] },
  vera: { email: 'vera@example.com', email_verified: true, groups: ['everyone'] },
  eve: { email: 'eve@example.com', email_verified: true, groups: ['elsewhere'] },
} as const;
export type PersonName = keyof typeof PEOPLE;

/** A Baseboard that people log in to, and the provider they do so with. */
export interface BaseboardWithPeople extends RunningBaseboard {
  readonly provider: TestProvider;
  /** Logs a person in over HTTP; answers the `Cookie` header of their session. */
  logIn(person: PersonName): Promise<string>;
}

/** Starts a provider on `localhost` and a Baseboard on 127.0.0.1: two sites to a browser, as they are in life. */
export async function startWithPeople(): Promise<BaseboardWithPeople> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const provider = await startTestProvider({ redirectUri: url + CALLBACK_PATH, people: PEOPLE });
  const { issuer, clientId, clientSecret } = provider;
  const oidc = {
    issuer,
    clientId,
    clientSecret,
    label: 'Example',
    roles: { claim: 'groups', admin: ['admins'], operator: ['operators'], viewer: ['everyone'] },
  };
  const server = await startBaseboard({
    port,
    config: JSON.stringify({ oidc }),
    env: { BASEBOARD_TOKEN: TOKEN, BASEBOARD_PUBLIC_URL: url },
  });
  return {
    ...server,
    provider,
    async logIn(person) {
      const begun = await fetch(`${url}/api/v1/session/oidc`, { redirect: 'manual' });
      const back = await passProvider(begun.headers.get('location') ?? '', person);
      const ended = await fetch(back, { headers: { cookie: cookiesOf(begun) }, redirect: 'manual' });
      if (ended.status !== 200) throw new Error(`${person} was not let in: ${ended.headers.get('location')}`);
      return cookiesOf(ended);
    },
    async stop(signal) {
      await server.stop(signal);
      await provider[Symbol.asyncDispose]();
    },
  };
}

/** The cookies an answer sets, as a `Cookie` header. */
function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
}
