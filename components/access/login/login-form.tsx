'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { logIn } from '#lib/api/client/session.ts';

/** Logs in with the server's token, then opens `next`, a path of this server. */
export function LoginForm({ next }: { next: string }) {
  const [token, setToken] = useState('');
  const enter = useMutation({
    mutationFn: logIn,
    // A full page load repeats with the cookie every request that was refused before.
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
        The value of <code>BASEBOARD_TOKEN</code> in the server’s environment.
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
