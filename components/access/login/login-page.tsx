import { buttonClass } from '#components/ui/controls/button.tsx';
import { ProductMark } from '#components/ui/product-mark.tsx';
import type { LoginFailure } from '#lib/api/contract/access.ts';
import { LoginForm } from './login-form.tsx';

const FAILURES: Readonly<Record<LoginFailure, string>> = {
  expired: 'The login took too long, or was started in another window. Try again.',
  denied: 'The provider did not log you in.',
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
    <main className="mx-auto flex max-w-sm flex-col gap-6 px-4 pt-[18vh]">
      <h1 className="flex items-center gap-2 text-lg font-semibold">
        <ProductMark />
        Baseboard
      </h1>
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
  );
}
