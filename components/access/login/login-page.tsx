import { buttonClass } from '#components/ui/controls/button.tsx';
import { Mark } from '#components/ui/product-mark.tsx';
import type { LoginFailure } from '#lib/access/login-failure.ts';
import { LoginForm } from './login-form.tsx';

const FAILURES: Readonly<Record<LoginFailure, string>> = {
  expired: 'The login took too long, or was begun in another window. Begin again.',
  denied: 'The provider did not log you in.',
  failed: 'The provider could not be asked, or answered something that is not sound. The log says what.',
  'no-role':
    'You are logged in with the provider, but have no role here. Ask an admin of this server for one.',
};

/** The ways in: with the provider, where one is set, and with the server's token. */
export function LoginPage({
  offer,
  next,
  failure,
}: {
  offer: { readonly token: boolean; readonly provider: string | undefined };
  /** A page of ours. */
  next: string;
  failure: LoginFailure | undefined;
}) {
  return (
    <main className="mx-auto flex max-w-sm flex-col gap-6 px-4 pt-[18vh]">
      <h1 className="flex items-center gap-2 text-lg font-semibold">
        <Mark />
        Baseboard
      </h1>
      {failure === undefined ? null : (
        <p role="alert" className="text-sm text-status-broken">
          {FAILURES[failure]}
        </p>
      )}
      {offer.provider === undefined ? null : (
        // No prefetch: the address begins a login.
        <a
          href={`/api/v1/session/oidc?next=${encodeURIComponent(next)}`}
          className={`${buttonClass('primary')} justify-center`}
        >
          Log in with {offer.provider}
        </a>
      )}
      {offer.token && offer.provider !== undefined ? (
        <details className="text-sm">
          <summary className="cursor-pointer text-muted">Log in with the server’s token</summary>
          <div className="pt-4">
            <LoginForm next={next} />
          </div>
        </details>
      ) : null}
      {offer.provider === undefined ? <LoginForm next={next} /> : null}
    </main>
  );
}
