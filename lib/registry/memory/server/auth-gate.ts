import { randomBytes } from 'node:crypto';
import type { Answer } from './answer.ts';
import { failure } from './answer.ts';

/** How a served registry authenticates. */
export type ServedAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** Tokens from the same server; anonymous ones can only pull. */
  | {
      readonly kind: 'token';
      readonly username: string;
      readonly password: string;
      /** Lifetime of a token; 300 by default. */
      readonly seconds?: number;
      /** Repositories that anonymous tokens may pull; all by default. */
      readonly anonymousPull?: RegExp;
    };

interface Grant {
  readonly scopes: ReadonlySet<string>;
  readonly expires: number;
}

/** Checks requests and issues tokens (distribution docs, "Token Authentication Specification"). */
export class Gate {
  readonly #auth: ServedAuth;
  readonly #grants = new Map<string, Grant>();

  constructor(auth: ServedAuth) {
    this.#auth = auth;
  }

  /** Expires all tokens. */
  expireTokens(): void {
    this.#grants.clear();
  }

  /** The refusal of a request; `undefined` if it is allowed. `scope` is what it needs, such as `repository:x:pull`. */
  refuse(origin: string, authorization: string | undefined, scope: string | undefined): Answer | undefined {
    const auth = this.#auth;
    if (auth.kind === 'none') return undefined;
    if (auth.kind === 'basic') {
      if (this.#isPassword(authorization)) return undefined;
      return failure(401, 'UNAUTHORIZED', 'authentication required', {
        'www-authenticate': 'Basic realm="memory"',
      });
    }
    const grant = this.#grants.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '');
    if (grant && grant.expires > Date.now() && (scope === undefined || covers(grant.scopes, scope)))
      return undefined;
    const wanted = scope === undefined ? '' : `,scope="${scope}"`;
    const challenge = `Bearer realm="${origin}/token",service="memory"${wanted}`;
    return failure(401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': challenge });
  }

  /** Answers a token request with those of the requested scopes that are allowed. */
  token(query: URLSearchParams, authorization: string | undefined): Answer {
    const auth = this.#auth;
    if (auth.kind !== 'token') return failure(404, 'UNSUPPORTED', 'no tokens here');
    const known = this.#isPassword(authorization);
    if (authorization !== undefined && !known) return failure(401, 'UNAUTHORIZED', 'wrong password');
    const scopes = query.getAll('scope').flatMap((each) => each.split(' '));
    const granted = scopes.flatMap((scope) => narrow(scope, known, auth.anonymousPull));
    const token = randomBytes(16).toString('hex');
    const seconds = auth.seconds ?? 300;
    this.#grants.set(token, { scopes: new Set(granted), expires: Date.now() + seconds * 1000 });
    const body = JSON.stringify({ token, expires_in: seconds });
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }

  #isPassword(authorization: string | undefined): boolean {
    if (this.#auth.kind === 'none') return true;
    const expected = Buffer.from(`${this.#auth.username}:${this.#auth.password}`).toString('base64');
    return authorization === `Basic ${expected}`;
  }
}

/** The allowed part of a scope, one for each action: `repository:x:pull`. */
function narrow(scope: string, known: boolean, anonymousPull: RegExp | undefined): string[] {
  const [, type = '', name = '', actions = ''] = /^([^:]+):(.+):([^:]+)$/.exec(scope) ?? [];
  const all = actions.split(',').map((action) => `${type}:${name}:${action}`);
  if (known) return all;
  const visible = anonymousPull === undefined || anonymousPull.test(name);
  return visible ? all.filter((each) => each.endsWith(':pull')) : [];
}

function covers(granted: ReadonlySet<string>, scope: string): boolean {
  const [, place = '', actions = ''] = /^(.+):([^:]+)$/.exec(scope) ?? [];
  return actions.split(',').every((action) => granted.has(`${place}:${action}`));
}
