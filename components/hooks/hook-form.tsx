'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Choice } from '#components/ui/controls/choice.tsx';
import { Field, LinesField } from '#components/ui/controls/field.tsx';
import { ProblemNotice, problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { createHook } from '#lib/api/client/hooks.ts';
import type { NewHookView } from '#lib/api/contract/hooks.ts';
import { HOOK_KIND, HOOK_KINDS, needsRegistry } from '#lib/hooks/hook-kind.ts';
import { type HookDraft, NEW_HOOK, registryHint, requestOf } from './hook-draft.ts';

/** Creates a hook. */
export function HookForm({
  onCreated,
  onCancel,
}: {
  onCreated: (hook: NewHookView) => void;
  onCancel: () => void;
}) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(NEW_HOOK);
  const change = (part: Partial<HookDraft>) => setDraft((before) => ({ ...before, ...part }));
  const create = useMutation({
    mutationFn: () => createHook(requestOf(draft)),
    onSuccess: async (hook) => {
      await client.invalidateQueries({ queryKey: ['hooks'] });
      onCreated(hook);
    },
  });
  const problem = create.isError ? problemIn(create.error) : undefined;
  const field = problem?.field?.split('.', 1)[0];
  const errorOf = (name: keyof HookDraft) => (field === name ? problem?.detail : undefined);
  return (
    <form
      aria-label="New hook"
      className="grid gap-4 rounded-md border border-line bg-surface p-4 text-sm md:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <Field
        label="Name"
        placeholder="Company registry"
        required
        maxLength={100}
        value={draft.name}
        error={errorOf('name')}
        onText={(name) => change({ name })}
      />
      <Choice
        label="Sent by"
        value={draft.kind}
        options={HOOK_KIND.map((each) => [each, HOOK_KINDS[each].label])}
        onValue={(kind) => change({ kind })}
      />
      <Field
        label="Registry"
        placeholder="registry.example.com:5000"
        hint={registryHint(draft.kind)}
        required={needsRegistry(draft.kind)}
        wide
        value={draft.registry}
        error={errorOf('registry')}
        onText={(registry) => change({ registry })}
      />
      {draft.kind === 'gar' ? (
        <Field
          label="Service account"
          placeholder="push@my-project.iam.gserviceaccount.com"
          hint="The account of the push subscription. Leave it empty to accept any that knows the secret"
          wide
          value={draft.serviceAccount}
          error={errorOf('serviceAccount')}
          onText={(serviceAccount) => change({ serviceAccount })}
        />
      ) : null}
      <LinesField
        label="Other names"
        hint="Optional. One per line: what a name begins with at the registry = what it begins with in references, such as registry:5000 = registry.example.com"
        optional
        value={draft.map}
        error={errorOf('map')}
        onText={(map) => change({ map })}
      />
      {problem !== undefined && field === undefined ? (
        <div className="md:col-span-2">
          <ProblemNotice error={create.error} />
        </div>
      ) : null}
      <div className="flex flex-wrap gap-2 md:col-span-2">
        <Button type="submit" variant="primary" disabled={create.isPending} className="max-md:h-11">
          Create hook
        </Button>
        <Button onClick={onCancel} className="max-md:h-11">
          Cancel
        </Button>
      </div>
    </form>
  );
}
