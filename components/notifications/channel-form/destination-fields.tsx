'use client';

import { Field, LinesField } from '#components/ui/controls/field.tsx';
import { fieldsOf } from '#lib/notify/destinations/destination.ts';
import { PRESET, PRESETS, type PresetName } from '#lib/notify/destinations/presets.ts';
import { type ChannelDraft, type DestinationFieldName, recipientsError } from './channel-draft.ts';

/** Where a channel sends: the fields of its kind, and for a webhook those of its format. */
export function DestinationFields({
  draft,
  onDraft,
  errorOf,
}: {
  draft: ChannelDraft;
  onDraft: (change: Partial<ChannelDraft>) => void;
  /** What the server said of a field of the destination. */
  errorOf: (field: string) => string | undefined;
}) {
  const entry = (name: DestinationFieldName) => ({
    value: draft[name],
    error: errorOf(`destination.${name}`),
    onText: (value: string) => onDraft({ [name]: value }),
  });
  if (draft.kind === 'email') {
    return (
      <LinesField
        label="Recipients"
        hint="One address per line, up to 20"
        value={draft.recipients}
        error={recipientsError(errorOf)}
        onText={(recipients) => onDraft({ recipients })}
      />
    );
  }
  if (draft.kind === 'slack') {
    return (
      <Field
        label="URL"
        hint="The URL of the incoming webhook, stored encrypted; only its host is shown again"
        placeholder="https://hooks.slack.com/services/…"
        required
        wide
        {...URL_INPUT}
        {...entry('url')}
      />
    );
  }
  return (
    <>
      <PresetChoice preset={draft.preset} onPreset={(preset) => onDraft({ preset })} />
      {Object.entries(fieldsOf(draft.preset)).map(([name, field]) => (
        <Field
          key={name}
          label={field.label}
          {...(field.hint === undefined ? {} : { hint: field.hint })}
          placeholder={field.placeholder}
          required={field.default === undefined && field.generated !== true}
          wide={field.wide === true}
          {...(field.format === 'url' ? URL_INPUT : {})}
          {...(field.password === true ? PASSWORD_INPUT : {})}
          {...entry(name as DestinationFieldName)}
        />
      ))}
    </>
  );
}

const URL_INPUT = { type: 'url', inputMode: 'url' } as const;
const PASSWORD_INPUT = { type: 'password', autoComplete: 'new-password' } as const;

function PresetChoice({ preset, onPreset }: { preset: PresetName; onPreset: (preset: PresetName) => void }) {
  return (
    <label className="block min-w-0 space-y-1.5 md:col-span-2">
      <span className="block font-medium">Format</span>
      <select
        value={preset}
        onChange={({ target }) => onPreset(target.value as PresetName)}
        className="h-8 w-full rounded-md border border-line-strong bg-bg px-2 max-md:h-11"
      >
        {PRESET.map((each) => (
          <option key={each} value={each}>
            {PRESETS[each].name}
          </option>
        ))}
      </select>
      <span className="block text-muted">{PRESETS[preset].hint}</span>
    </label>
  );
}
