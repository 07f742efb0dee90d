import type { LoginFailure } from '#lib/access/login-failure.ts';

/** A token was asked for that may do more than who asks; the message says what. */
export class ScopeError extends Error {
  override name = 'ScopeError';
}

/** A login with the provider did not come to its end; `kind` is what the login page explains. */
export class LoginError extends Error {
  override name = 'LoginError';
  readonly kind: Exclude<LoginFailure, 'no-role'>;
  constructor(kind: LoginError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
