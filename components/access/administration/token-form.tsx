'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Copy } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { useClipboard } from '#components/ui/controls/use-clipboard.ts';
import { ProblemNotice } from '#components/ui/feedback/problem-notice.tsx';
import type { Permission } from '#lib/access/roles.ts';
import { makeApiToken } from '#lib/api/client/access.ts';
import { type MeView, TOKEN_DAYS } from '#lib/api/contract/access.ts';
import { PERMISSION_WORDS } from './access-words.ts';

const DAYS = [7, 30, TOKEN_DAYS, 180, 366];

/** Makes an API token of some of one's permissions, and shows its secret once. */
export function TokenForm({ me }: { me: MeView }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Permission[]>(['read']);
  const [days, setDays] = useState(TOKEN_DAYS);
  const make = useMutation({
    mutationFn: () => makeApiToken({ name: name.trim(), scopes: [...scopes], days }),
    onSuccess: () => {
      setName('');
      return client.invalidateQueries({ queryKey: ['access'] });
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  const toggle = (scope: Permission) =>
    setScopes((now) => (now.includes(scope) ? now.filter((each) => each !== scope) : [...now, scope]));
  return (
    <div className="space-y-3">
      <form onSubmit={onSubmit} className="space-y-3 rounded-md border border-line bg-surface p-4 text-sm">
        <div className="flex flex-wrap gap-3">
          <label className="min-w-0 flex-1 basis-60 space-y-1.5">
            <span className="block">Name</span>
            <input
              value={name}
              onChange={(event) => setName(event.target.value)}
              maxLength={100}
              required
              autoComplete="off"
              placeholder="What it is for, such as: metrics"
              className="h-8 w-full rounded-md border border-line-strong bg-bg px-2"
            />
          </label>
          <label className="space-y-1.5">
            <span className="block">In force for</span>
            <select
              value={days}
              onChange={(event) => setDays(Number(event.target.value))}
              className="h-8 rounded-md border border-line-strong bg-bg px-2"
            >
              {DAYS.map((each) => (
                <option key={each} value={each}>
                  {each === 366 ? 'a year' : `${each} days`}
                </option>
              ))}
            </select>
          </label>
        </div>
        <fieldset className="space-y-1">
          <legend className="mb-1">It may</legend>
          {me.permissions.map((permission) => (
            <label key={permission} className="flex items-baseline gap-2">
              <input
                type="checkbox"
                checked={scopes.includes(permission)}
                onChange={() => toggle(permission)}
                className="translate-y-0.5"
              />
              <span>
                <span className="mono">{permission}</span>{' '}
                <span className="text-muted">{PERMISSION_WORDS[permission]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {make.isError ? <ProblemNotice error={make.error} /> : null}
        <Button
          type="submit"
          variant="primary"
          disabled={make.isPending || name.trim() === '' || scopes.length === 0}
        >
          Make a token
        </Button>
      </form>
      {make.data === undefined ? null : <MadeToken name={make.data.name} token={make.data.token} />}
    </div>
  );
}

function MadeToken({ name, token }: { name: string; token: string }) {
  const { copied, copy } = useClipboard();
  const Icon = copied ? Check : Copy;
  return (
    <div role="status" className="space-y-2 rounded-md border border-line-strong bg-surface p-4 text-sm">
      <p>
        The token <span className="font-medium">{name}</span> is made. This is the only time that it is shown:
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
