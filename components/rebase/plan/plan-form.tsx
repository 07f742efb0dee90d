'use client';

import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { CONFIG_MODE, type ConfigMode } from '#lib/rebase/rebase.ts';
import type { PlanParameters } from './use-plan-parameters.ts';

const MODE_WORDS: Readonly<Record<ConfigMode, string>> = {
  merge: 'Take the new base’s where the image never changed them',
  'keep-original': 'Keep the image’s config as it is',
};

/** What may be asked for beside the image: another base, a new tag, which settings stay. */
export function PlanForm({
  parameters,
  onPlan,
}: {
  parameters: PlanParameters;
  onPlan: (asked: PlanParameters) => void;
}) {
  const [newBase, setNewBase] = useState(parameters.newBase);
  const [target, setTarget] = useState(parameters.target);
  const [mode, setMode] = useState(parameters.mode);
  return (
    <form
      className="grid gap-4 rounded-md border border-line bg-surface p-4 text-sm md:grid-cols-3"
      onSubmit={(event) => {
        event.preventDefault();
        onPlan({ ...parameters, newBase: newBase.trim(), target: target.trim(), mode });
      }}
    >
      <Field
        label="Another base"
        hint="A tag or digest; empty for what its base’s tag has now"
        value={newBase}
        placeholder="debian:13-slim"
        onChange={setNewBase}
      />
      <Field
        label="A new tag"
        hint="Empty to move the image’s own tag"
        value={target}
        placeholder={parameters.reference}
        onChange={setTarget}
      />
      <fieldset className="space-y-1.5">
        <legend className="font-medium">Settings of the base</legend>
        {CONFIG_MODE.map((value) => (
          <label key={value} className="flex items-start gap-2">
            <input
              type="radio"
              name="mode"
              value={value}
              checked={mode === value}
              onChange={() => setMode(value)}
              className="mt-1 accent-accent"
            />
            {MODE_WORDS[value]}
          </label>
        ))}
      </fieldset>
      <div className="md:col-span-3">
        <Button type="submit">Plan it so</Button>
      </div>
    </form>
  );
}

function Field({
  label,
  hint,
  value,
  placeholder,
  onChange,
}: {
  label: string;
  hint: string;
  value: string;
  placeholder: string;
  onChange: (value: string) => void;
}) {
  return (
    <label className="block min-w-0 space-y-1.5">
      <span className="block font-medium">{label}</span>
      <input
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        className="mono h-8 w-full rounded-md border border-line-strong bg-bg px-2"
      />
      <span className="block text-muted">{hint}</span>
    </label>
  );
}
