'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { logIn } from '#lib/api/client/session.ts';

/** Takes the server's token and goes on to `next`, a path of ours. */
export function LoginForm({ next }: { next: string }) {
  const [token, setToken] = useState('');
  const enter = useMutation({
    mutationFn: logIn,
    // A whole load: what was refused before is then asked anew, with the cookie.
    onSuccess: () => window.location.assign(next),
  });
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate(token);
      }}
    >
      <label className="block space-y-1.5 text-sm">
        <span>Token</span>
        <input
          type="password"
          value={token}
          onChange={(event) => {
            setToken(event.target.value);
            enter.reset();
          }}
          autoComplete="current-password"
          required
          maxLength={4096}
          aria-invalid={enter.isError}
          aria-describedby="token-help"
          className="mono h-9 w-full rounded-md border border-line-strong bg-surface px-3"
        />
      </label>
      <p id="token-help" className="text-sm text-muted">
        It is what <code>BASEBOARD_TOKEN</code> holds where this server was started.
      </p>
      {enter.isError ? (
        <p role="alert" className="text-sm text-status-broken">
          {problemIn(enter.error).detail}
        </p>
      ) : null}
      <Button variant="primary" type="submit" disabled={enter.isPending || token === ''}>
        Log in
      </Button>
    </form>
  );
}
