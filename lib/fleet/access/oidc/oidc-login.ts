import * as oidc from 'openid-client';
import type { OidcSettings } from '#lib/config/sections/oidc-settings.ts';
import { LoginError } from '../errors.ts';
import type { Claims } from './claims.ts';
import { claimValues } from './claims.ts';
import { openFlow, sealFlow } from './login-flow.ts';
import { fetchFromProvider } from './provider-fetch.ts';

/** A login begun: where to send the browser, and what it keeps until it comes back. */
interface BegunLogin {
  readonly url: string;
  /** For a cookie of its own, of this many seconds. */
  readonly flow: string;
  readonly maxAge: number;
}

/** A login ended: what the provider says of the person, and the page they wanted. */
interface EndedLogin {
  readonly claims: Claims & { readonly sub: string };
  readonly next: string;
}

/** Logins with a provider: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0 § 3.1, RFC 9700). */
export interface OidcLogin {
  /** Throws {@link LoginError}. */
  begin(next: string): Promise<BegunLogin>;
  /** `search` is the query the provider led back with. Throws {@link LoginError}. */
  end(search: string, flow: string | undefined): Promise<EndedLogin>;
}

/** The path below the public address to which the provider leads back. */
export const CALLBACK_PATH = '/api/v1/session/oidc/callback';
const FLOW_SECONDS = 600;
const TIMEOUT_SECONDS = 10;
const CLOCK_TOLERANCE_SECONDS = 30;
/** The provider's metadata and keys are fetched again after this long. */
const METADATA_MS = 60 * 60 * 1000;

export function createOidcLogin(settings: OidcSettings, publicUrl: string, clock: () => Date): OidcLogin {
  const redirectUri = publicUrl + CALLBACK_PATH;
  let discovered: { readonly client: oidc.Configuration; readonly at: number } | undefined;

  const client = async (): Promise<oidc.Configuration> => {
    const now = clock().getTime();
    if (discovered === undefined || now - discovered.at > METADATA_MS) {
      discovered = { client: await discover(settings), at: now };
    }
    return discovered.client;
  };
  return {
    async begin(next) {
      const verifier = oidc.randomPKCECodeVerifier();
      const state = oidc.randomState();
      const nonce = oidc.randomNonce();
      const challenge = await oidc.calculatePKCECodeChallenge(verifier);
      const url = oidc.buildAuthorizationUrl(await asLogin(client), {
        redirect_uri: redirectUri,
        scope: settings.scopes.join(' '),
        code_challenge: challenge,
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      const expires = clock().getTime() + FLOW_SECONDS * 1000;
      const flow = sealFlow({ state, nonce, verifier, next, expires }, settings.clientSecret);
      return { url: url.href, flow, maxAge: FLOW_SECONDS };
    },
    async end(search, sealed) {
      const flow = sealed === undefined ? undefined : openFlow(sealed, settings.clientSecret, clock());
      if (flow === undefined)
        throw new LoginError('expired', 'the login was begun too long ago, or in another browser');
      const claims = await asLogin(async () => {
        const asked = await client();
        const tokens = await oidc.authorizationCodeGrant(asked, new URL(redirectUri + search), {
          pkceCodeVerifier: flow.verifier,
          expectedState: flow.state,
          expectedNonce: flow.nonce,
          idTokenExpected: true,
        });
        return completeClaims(asked, tokens, settings);
      });
      return { claims, next: flow.next };
    },
  };
}

/** Finds the provider's metadata; keys are checked though the token comes straight from it. */
async function discover(settings: OidcSettings): Promise<oidc.Configuration> {
  const insecure = settings.issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
  const options = { timeout: TIMEOUT_SECONDS, [oidc.customFetch]: fetchFromProvider as oidc.CustomFetch };
  const found = await oidc.discovery(new URL(settings.issuer), settings.clientId, undefined, undefined, {
    ...options,
    execute: insecure,
  });
  const server = found.serverMetadata();
  // Clients are registered with `client_secret_basic` unless they ask for another (OIDC Registration 1.0 § 2).
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const basic = methods.includes('client_secret_basic');
  const metadata = { [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
  const secret = settings.clientSecret;
  const client = new oidc.Configuration(
    server,
    settings.clientId,
    metadata,
    basic ? oidc.ClientSecretBasic(secret) : oidc.ClientSecretPost(secret),
  );
  client.timeout = TIMEOUT_SECONDS;
  client[oidc.customFetch] = fetchFromProvider as oidc.CustomFetch;
  oidc.enableNonRepudiationChecks(client);
  for (const allow of insecure) allow(client);
  return client;
}

/** The ID token's claims, and the user info's where the one that gives roles is not among them. */
async function completeClaims(
  client: oidc.Configuration,
  tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
  { roles }: OidcSettings,
): Promise<EndedLogin['claims']> {
  const claims = tokens.claims();
  if (claims === undefined) throw new Error('the provider gave no ID token');
  const complete = claimValues(claims, roles.claim).length > 0 && typeof claims.email === 'string';
  if (complete || client.serverMetadata().userinfo_endpoint === undefined) return claims;
  const more = await oidc.fetchUserInfo(client, tokens.access_token, claims.sub);
  return { ...more, ...claims };
}

/** Every failure of a provider is a failed login; the provider's own refusal is distinguished. */
async function asLogin<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof oidc.AuthorizationResponseError)
      throw new LoginError('denied', `the provider answered ${cause.error}`, { cause });
    const { code, message } = cause as { code?: unknown; message?: unknown };
    throw new LoginError('failed', `the provider: ${String(code ?? message)}`, { cause });
  }
}
