'use client';

import { PRESET_WORDS } from '../channel-words.ts';
import { type ChannelDraft, recipientsError } from './channel-draft.ts';
import { Field, LinesField } from './field.tsx';

type Preset = ChannelDraft['preset'];

/** The fields of a destination, for each kind and preset. */
export function DestinationFields({
  draft,
  onDraft,
  errorOf,
}: {
  draft: ChannelDraft;
  onDraft: (change: Partial<ChannelDraft>) => void;
  /** The server's error about a field of the destination. */
  errorOf: (field: string) => string | undefined;
}) {
  const text = (
    field: 'url' | 'apiUrl' | 'repository' | 'workflow' | 'project' | 'ref' | 'token' | 'signingKey',
  ) => ({
    value: draft[field],
    error: errorOf(`destination.${field}`),
    onText: (value: string) => onDraft({ [field]: value }),
  });
  const address = { ...text('url'), type: 'url', inputMode: 'url', wide: true } as const;
  const token = { ...text('token'), type: 'password', autoComplete: 'new-password', required: true } as const;
  const branch = <Field label="Branch or tag" placeholder="main" required {...text('ref')} />;

  if (draft.kind === 'email') {
    return (
      <LinesField
        label="Recipients"
        hint="One address per line, at most 20"
        value={draft.recipients}
        error={recipientsError(errorOf)}
        onText={(recipients) => onDraft({ recipients })}
      />
    );
  }
  if (draft.kind === 'slack') {
    return (
      <Field
        label="Address"
        hint="The address of the incoming webhook. It is a secret: it is stored encrypted, and only its host is shown later."
        placeholder="https://hooks.slack.com/services/…"
        required
        {...address}
      />
    );
  }
  return (
    <>
      <PresetChoice preset={draft.preset} onPreset={(preset) => onDraft({ preset })} />
      {draft.preset === 'generic' || draft.preset === 'tekton' ? (
        <>
          <Field
            label="Address"
            hint="Stored encrypted; only its host is shown later"
            placeholder="https://ci.example.com/hooks/baseboard"
            required
            {...address}
          />
          <Field
            label="Signing key"
            hint="Leave empty to generate one, which is shown once"
            placeholder="whsec_…"
            wide
            {...text('signingKey')}
          />
        </>
      ) : draft.preset === 'gitlab-pipeline' ? (
        <>
          <Field
            label="Project"
            hint="Path or id"
            placeholder="group/project"
            required
            {...text('project')}
          />
          {branch}
          <Field label="Trigger token" {...token} />
          <Field label="GitLab" placeholder="https://gitlab.com" {...text('url')} type="url" />
        </>
      ) : (
        <>
          <Field label="Repository" placeholder="owner/name" required {...text('repository')} />
          {draft.preset === 'github-workflow' ? (
            <>
              <Field
                label="Workflow"
                hint="File name"
                placeholder="rebuild.yaml"
                required
                {...text('workflow')}
              />
              {branch}
            </>
          ) : null}
          <Field
            label="Token"
            hint={
              draft.preset === 'github-workflow'
                ? 'Needs permission to write actions'
                : 'Needs permission to write contents'
            }
            {...token}
          />
          <Field
            label="GitHub API"
            hint="For GitHub Enterprise Server: https://github.example.com/api/v3"
            placeholder="https://api.github.com"
            {...text('apiUrl')}
            type="url"
          />
        </>
      )}
    </>
  );
}

function PresetChoice({ preset, onPreset }: { preset: Preset; onPreset: (preset: Preset) => void }) {
  return (
    <label className="block min-w-0 space-y-1.5 md:col-span-2">
      <span className="block font-medium">Format</span>
      <select
        value={preset}
        onChange={({ target }) => onPreset(target.value as Preset)}
        className="h-8 w-full rounded-md border border-line-strong bg-bg px-2"
      >
        {(Object.keys(PRESET_WORDS) as Preset[]).map((each) => (
          <option key={each} value={each}>
            {PRESET_WORDS[each].name}
          </option>
        ))}
      </select>
      <span className="block text-muted">{PRESET_WORDS[preset].hint}</span>
    </label>
  );
}
