'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Choice } from '#components/ui/controls/choice.tsx';
import { Field, LinesField } from '#components/ui/controls/field.tsx';
import { ProblemNotice, problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { changeSource, createSource, previewSource } from '#lib/api/client/sources.ts';
import type { SourceView } from '#lib/api/contract/sources.ts';
import { SOURCE_KIND } from '#lib/sources/source-kind.ts';
import { AccessFields } from './access-fields.tsx';
import { fieldsOf, hasSelection, type KindField, OFFERED_KINDS, type OfferedKind } from './kind-fields.ts';
import { PreviewResult } from './preview-result.tsx';
import { SelectionFields } from './selection-fields.tsx';
import {
  creationOf,
  draftOf,
  editOf,
  everyOf,
  NEW_DRAFT,
  previewOf,
  type SourceDraft,
} from './source-draft.ts';

/** Adds a source, or edits the given one: what it lists, how it logs in, what is tracked, and when. */
export function SourceForm({
  source,
  onSaved,
  onCancel,
}: {
  source?: SourceView;
  onSaved: () => void;
  onCancel: () => void;
}) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => (source === undefined ? NEW_DRAFT : draftOf(source)));
  const change = (part: Partial<SourceDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () =>
      source === undefined ? createSource(creationOf(draft)) : changeSource(source.id, editOf(draft)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['sources'] });
      onSaved();
    },
  });
  const preview = useMutation({
    mutationFn: () => previewSource(previewOf(draft, source?.id)),
  });
  const failed = save.isError ? save.error : preview.isError ? preview.error : undefined;
  const problem = failed === undefined ? undefined : problemIn(failed);
  const errorOf = (field: string) =>
    problem?.field === field || problem?.field?.startsWith(`${field}.`) ? problem.detail : undefined;
  const isListed = draft.kind !== 'push';
  return (
    <form
      aria-label={source === undefined ? 'New source' : `Edit ${source.name}`}
      className="space-y-5 rounded-md border border-line bg-surface p-4 text-sm"
      onSubmit={(event) => {
        event.preventDefault();
        preview.reset();
        save.mutate();
      }}
    >
      <Part title="What it is">
        <Field
          label="Name"
          placeholder="Production"
          required
          maxLength={100}
          value={draft.name}
          error={errorOf('name')}
          onText={(name) => change({ name })}
        />
        {source === undefined ? (
          <Choice
            label="Kind"
            value={draft.kind}
            options={OFFERED_KINDS.map((kind) => [kind, SOURCE_KIND[kind]])}
            onValue={(kind) =>
              change({ kind, access: kind === 'ecr' ? 'aws' : 'login', every: everyOf(kind) })
            }
          />
        ) : null}
        {fieldsOf(draft.kind).map((field) => (
          <Setting
            key={field.name}
            field={field}
            value={draft.config[field.name] ?? ''}
            error={errorOf(`config.${field.name}`)}
            onText={(text) => change({ config: { ...draft.config, [field.name]: text } })}
          />
        ))}
      </Part>
      {isListed ? (
        <>
          <Part title="Access">
            <AccessFields
              draft={draft}
              isStored={source?.hasCredentials ?? false}
              error={errorOf('credentials')}
              onDraft={change}
            />
          </Part>
          {hasSelection(draft.kind) ? (
            <Part title="What is tracked">
              <SelectionFields draft={draft} errorOf={errorOf} onDraft={change} />
            </Part>
          ) : null}
          <Part title="When">
            <Field
              label="List every"
              hint="Such as 30m, 6h or 1d; at least 5m"
              required
              value={draft.every}
              error={errorOf('every')}
              onText={(every) => change({ every })}
            />
          </Part>
        </>
      ) : (
        <Part title="When">
          <Field
            label="Expect a post every"
            hint="Such as 10m or 1d. An agent says so itself. Without it, nobody notices that a pipeline no longer runs"
            value={draft.every}
            error={errorOf('every')}
            onText={(every) => change({ every })}
          />
          <p className="text-muted md:col-span-2">
            An agent or a pipeline posts everything that it knows, with an API token that has the scope{' '}
            <code>track</code>. The address is shown once the source is added.
          </p>
        </Part>
      )}
      <div aria-live="polite" className="space-y-3">
        {failed !== undefined && !isPlaced(draft.kind, problem?.field) ? (
          <ProblemNotice error={failed} />
        ) : null}
        {preview.isPending ? <p className="text-muted">Reading the source…</p> : null}
        {preview.data === undefined ? null : <PreviewResult preview={preview.data} />}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={save.isPending} className="max-md:h-11">
          {source === undefined ? 'Add source' : 'Save changes'}
        </Button>
        {isListed ? (
          <Button
            disabled={preview.isPending}
            className="max-md:h-11"
            onClick={() => {
              save.reset();
              preview.mutate();
            }}
          >
            Preview
          </Button>
        ) : null}
        <Button onClick={onCancel} className="max-md:h-11">
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** One setting of a kind. */
function Setting({
  field: { label, placeholder, hint, required = false, form },
  ...input
}: {
  field: KindField;
  value: string;
  error: string | undefined;
  onText: (text: string) => void;
}) {
  if (form === 'lines' || form === 'patterns')
    return <LinesField label={label} hint={hint ?? ''} optional={!required} {...input} />;
  const words = hint === undefined ? {} : { hint };
  return <Field label={label} placeholder={placeholder} required={required} {...words} {...input} />;
}

const PLACED = /^(?:name$|every$|select\b|credentials)/;

/** Whether a field of the form shows the error. */
function isPlaced(kind: OfferedKind, field: string | undefined): boolean {
  if (field === undefined) return false;
  const isOf = (name: string) => field === `config.${name}` || field.startsWith(`config.${name}.`);
  return PLACED.test(field) || fieldsOf(kind).some(({ name }) => isOf(name));
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid min-w-0 gap-4 md:grid-cols-2">
      <legend className="mb-3 w-full border-b border-line pb-1.5 font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}
