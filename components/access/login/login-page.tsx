import { buttonClass } from '#components/ui/controls/button.tsx';
import { ProductMark } from '#components/ui/product-mark.tsx';
import type { LoginFailure } from '#lib/access/login-failure.ts';
import { LoginForm } from './login-form.tsx';

const FAILURES: Readonly<Record<LoginFailure, string>> = {
  expired: 'The login took too long, or was started in another window. Try again.',
  denied: 'The provider did not log you in. Try again, or ask an admin of this server.',
  ended: 'Your session has ended. Log in again to go on where you were.',
  failed: 'The provider did not respond, or its response was not valid. See the server’s log.',
  'no-role':
    'You are logged in with the provider, but have no role here. Ask an admin of this server for a role.',
};

/** Login with the provider if one is configured, and with the server's token. */
export function LoginPage({
  offer,
  next,
  failure,
}: {
  offer: { readonly token: boolean; readonly provider: string | undefined };
  /** A path of this server. */
  next: string;
  failure: LoginFailure | undefined;
}) {
  return (
    <>
      <header className="flex h-12 items-center gap-2 border-b border-line bg-surface px-3 font-semibold">
        <ProductMark />
        Baseboard
      </header>
      <main className="mx-auto flex max-w-sm flex-col gap-6 px-4 pt-[12vh] pb-8">
        <div className="space-y-1">
          <h1 className="text-lg font-semibold">Log in</h1>
          <p className="text-sm text-muted">
            See what your container images are based on, and which bases are stale.
          </p>
        </div>
        {failure === undefined ? null : (
          <p role="alert" className="text-sm text-status-broken">
            {FAILURES[failure]}
          </p>
        )}
        {offer.provider === undefined ? null : (
          // Not a Link: prefetching this address would start a login.
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
    </>
  );
}
