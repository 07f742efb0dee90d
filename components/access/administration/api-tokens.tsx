'use client';

import { useQuery } from '@tanstack/react-query';
import { ConfirmButton } from '#components/ui/controls/confirm-button.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { apiTokensQuery, revokeApiToken } from '#lib/api/client/access.ts';
import type { ApiTokenView, MeView } from '#lib/api/contract/access.ts';
import { Loaded, Panel, Rows } from './access-panel.tsx';
import { TokenForm } from './token-form.tsx';
import { useAccessChange } from './use-access-change.ts';

/** The API tokens, and a form that creates one. */
export function ApiTokens({ me }: { me: MeView }) {
  const tokens = useQuery(apiTokensQuery());
  return (
    <Panel
      title="API tokens"
      about="For programs, sent as Authorization: Bearer bb_… A token can do at most what you can, and loses what your role loses."
    >
      <TokenForm me={me} />
      <Loaded query={tokens} what="the tokens">
        {({ items }) => (
          <Rows empty="No tokens">
            {items.map((token) => (
              <Row key={token.id} token={token} />
            ))}
          </Rows>
        )}
      </Loaded>
    </Panel>
  );
}

function Row({ token }: { token: ApiTokenView }) {
  const revoke = useAccessChange(revokeApiToken, `Token ${token.name} revoked.`);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium break-words">{token.name}</span>
          <span className="mono text-muted">{token.hint}…</span>
          {token.mine ? null : <span className="text-muted">of {token.maker}</span>}
        </p>
        <p className="mono text-muted">{token.scopes.join(' ')}</p>
      </div>
      <p className="text-muted">
        {token.expired ? 'expired ' : 'expires '}
        <Time value={token.expiresAt} as="until" />,{' '}
        {token.lastUsedAt === null ? (
          'never used'
        ) : (
          <>
            used <Time value={token.lastUsedAt} />
          </>
        )}
      </p>
      <ConfirmButton
        words="Revoke"
        confirmWords="Revoke token"
        label={token.name}
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate(token.id)}
      />
    </li>
  );
}
