import { Choice } from '#components/ui/controls/choice.tsx';
import { Field } from '#components/ui/controls/field.tsx';
import { hasSelection, type OfferedKind, RIGHT_HINT } from './kind-fields.ts';
import { ACCESS, type Access, type SourceDraft } from './source-draft.ts';

/** How the source logs in, and the right that it needs. */
export function AccessFields({
  draft,
  isStored,
  error,
  onDraft,
}: {
  draft: SourceDraft;
  /** Whether credentials are stored already. */
  isStored: boolean;
  error: string | undefined;
  onDraft: (change: Partial<SourceDraft>) => void;
}) {
  const { kind, access } = draft;
  const offered = offeredTo(kind);
  const choices: readonly Access[] = isStored ? ['keep', ...offered] : offered;
  const shown = choices.includes(access) ? access : (choices[0] ?? 'login');
  const hint = RIGHT_HINT[kind];
  return (
    <>
      <div className="min-w-0 space-y-1.5">
        <Choice
          label="How it logs in"
          value={shown}
          options={choices.map((each) => [each, accessWords(kind, each)])}
          onValue={(access) => onDraft({ access })}
        />
        {hint === undefined ? null : <p className="break-words text-muted">{hint}</p>}
        {error === undefined || shown === 'token' || shown === 'password' || shown === 'aws' ? null : (
          <p role="alert" className="break-words text-status-broken">
            {error}
          </p>
        )}
      </div>
      {shown === 'password' || shown === 'aws' ? (
        <Field
          label={shown === 'aws' ? 'Access key ID' : 'User name'}
          required
          value={draft.username}
          error={undefined}
          onText={(username) => onDraft({ username })}
        />
      ) : null}
      {shown === 'token' || shown === 'password' || shown === 'aws' ? (
        <Field
          label={{ token: 'Token', password: 'Password', aws: 'Secret access key' }[shown]}
          hint="Stored encrypted, and never shown again"
          type="password"
          autoComplete="new-password"
          required
          value={draft.secret}
          error={error}
          onText={(secret) => onDraft({ secret })}
        />
      ) : null}
    </>
  );
}

function offeredTo(kind: OfferedKind): readonly Access[] {
  if (kind === 'ecr') return ['aws'];
  if (kind === 'kubernetes') return ['token', 'login'];
  return hasSelection(kind) ? ['login', 'token', 'password'] : ['login', 'token'];
}

/** A kind that is no registry has no login of one. */
function accessWords(kind: OfferedKind, access: Access): string {
  return access === 'login' && !hasSelection(kind) ? 'Without a token' : ACCESS[access];
}
