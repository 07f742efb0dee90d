'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Copy } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { useClipboard } from '#components/ui/controls/use-clipboard.ts';
import { ProblemNotice } from '#components/ui/feedback/problem-notice.tsx';
import { createApiToken } from '#lib/api/client/access.ts';
import type { MeView } from '#lib/api/contract/access.ts';
import { PERMISSION_WORDS } from './access-words.ts';
import { LIFETIMES, lifetimeWords, NEW_TOKEN, tokenRequest, withScopeToggled } from './token-request.ts';

/** Creates an API token with some of your permissions, and shows its secret once. */
export function TokenForm({ me }: { me: MeView }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(NEW_TOKEN);
  const request = tokenRequest(draft);
  const create = useMutation({
    mutationFn: createApiToken,
    onSuccess: () => {
      setDraft((now) => ({ ...now, name: '' }));
      return client.invalidateQueries({ queryKey: ['access'] });
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (request !== undefined) create.mutate(request);
  };
  return (
    <div className="space-y-3">
      <form onSubmit={onSubmit} className="space-y-3 rounded-md border border-line bg-surface p-4 text-sm">
        <div className="flex flex-wrap gap-3">
          <label className="min-w-0 flex-1 basis-60 space-y-1.5">
            <span className="block">Name</span>
            <input
              value={draft.name}
              onChange={(event) => setDraft({ ...draft, name: event.target.value })}
              maxLength={100}
              required
              autoComplete="off"
              placeholder="What uses it, for example metrics"
              className="h-8 w-full rounded-md border border-line-strong bg-bg px-2"
            />
          </label>
          <label className="space-y-1.5">
            <span className="block">Expires after</span>
            <select
              value={draft.days}
              onChange={(event) => setDraft({ ...draft, days: Number(event.target.value) })}
              className="h-8 rounded-md border border-line-strong bg-bg px-2"
            >
              {LIFETIMES.map((each) => (
                <option key={each} value={each}>
                  {lifetimeWords(each)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <fieldset className="space-y-1">
          <legend className="mb-1">Permissions</legend>
          {me.permissions.map((permission) => (
            <label key={permission} className="flex items-baseline gap-2">
              <input
                type="checkbox"
                checked={draft.scopes.includes(permission)}
                onChange={() => setDraft(withScopeToggled(draft, permission))}
                className="translate-y-0.5"
              />
              <span>
                <span className="mono">{permission}</span>{' '}
                <span className="text-muted">{PERMISSION_WORDS[permission]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {create.isError ? <ProblemNotice error={create.error} /> : null}
        <Button type="submit" variant="primary" disabled={create.isPending || request === undefined}>
          Create token
        </Button>
      </form>
      {create.data === undefined ? null : <CreatedToken name={create.data.name} token={create.data.token} />}
    </div>
  );
}

function CreatedToken({ name, token }: { name: string; token: string }) {
  const { copied, copy } = useClipboard();
  const Icon = copied ? Check : Copy;
  return (
    <div role="status" className="space-y-2 rounded-md border border-line-strong bg-surface p-4 text-sm">
      <p>
        Token <span className="font-medium">{name}</span> created. It is shown only this once:
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="mono min-w-0 rounded-sm bg-raised px-2 py-1 break-all">{token}</code>
        <Button size="sm" onClick={() => copy(token)}>
          <Icon aria-hidden size={13} />
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
    </div>
  );
}
