// A real OpenID Connect provider for tests, on loopback, with a page of its own to log in by pressing one's name.
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import Provider from 'oidc-provider';

/** A person known to the provider: their id and their claims. */
type TestPeople = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A running provider. */
export interface TestProvider extends AsyncDisposable {
  /** `http://localhost:…`: to a server on 127.0.0.1 another site. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface TestProviderOptions {
  readonly redirectUri: string;
  readonly people: TestPeople;
  /** Puts what it says of people into the ID token too, not into the user info alone. */
  readonly claimsInIdToken?: boolean;
}

const CLIENT = { clientId: 'baseboard', clientSecret: 'the-secret-of-the-tests' };

/** Starts a provider that knows these people and one client. */
export async function startTestProvider(options: TestProviderOptions): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the provider has no port');
  const issuer = `http://localhost:${address.port}`;
  const provider = new Provider(issuer, configuration(options));
  const handle = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void handle(request, response);
    if (request.method === 'GET') {
      response.setHeader('content-type', 'text/html');
      response.end(loginPage(Object.keys(options.people)));
      return;
    }
    void readForm(request).then((form) => {
      const accountId = form.get('person');
      const result =
        accountId === null ? { error: 'access_denied', error_description: 'no' } : { login: { accountId } };
      return provider.interactionFinished(request, response, result);
    });
  });
  return {
    issuer,
    ...CLIENT,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function configuration({ redirectUri, people, claimsInIdToken = false }: TestProviderOptions): object {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    clients: [
      { client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [redirectUri] },
    ],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'tests' }] },
    cookies: { keys: ['a-key-of-the-tests'] },
    claims: { profile: ['preferred_username', 'groups', 'realm_access'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: !claimsInIdToken,
    features: { devInteractions: { enabled: false } },
    ttl: {
      Interaction: 600,
      Grant: 600,
      Session: 600,
      AccessToken: 600,
      IdToken: 600,
      AuthorizationCode: 60,
    },
    pkce: { required: () => true },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, id: string) =>
      people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    // Everyone consents: the consent page is not what is tested.
    loadExistingGrant: async (context: {
      oidc: {
        client: { clientId: string };
        session: { accountId: string };
        provider: InstanceType<typeof Provider>;
      };
    }) => {
      const { client, session, provider } = context.oidc;
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  };
}

function loginPage(names: readonly string[]): string {
  const buttons = names.map((name) => `<button name="person" value="${name}">${name}</button>`);
  return `<!doctype html><title>Provider</title><form method="post">${buttons.join('')}<button>Refuse</button></form>`;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

/**
 * Goes through the provider's pages as a browser would, pressing one name; returns the address it leads back to, with
 * the code. `person` undefined refuses.
 */
export async function passProvider(start: string, person: string | undefined): Promise<URL> {
  const cookies = new Map<string, string>();
  const { origin } = new URL(start);
  let url = new URL(start);
  let body: string | undefined;
  for (let hops = 0; hops < 10; hops++) {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    body = undefined;
    if (location === null) {
      if (response.status !== 200)
        throw new Error(`the provider answered ${response.status}: ${await response.text()}`);
      body = person === undefined ? '' : `person=${person}`;
    } else {
      url = new URL(location, url);
      if (url.origin !== origin) return url;
    }
  }
  throw new Error('the provider does not lead back');
}
