'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Choice } from '#components/ui/controls/choice.tsx';
import { Field } from '#components/ui/controls/field.tsx';
import { ProblemNotice, problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { changeSource, createSource, previewSource } from '#lib/api/client/sources.ts';
import type { SourceView } from '#lib/api/contract/sources.ts';
import { SOURCE_KIND } from '#lib/sources/source-kind.ts';
import { AccessFields } from './access-fields.tsx';
import { ClusterReach } from './cluster-reach.tsx';
import { Part, Setting } from './form-parts.tsx';
import { hasSelection, OFFERED_KINDS } from './kind-fields.ts';
import { PreviewResult } from './preview-result.tsx';
import { SelectionFields } from './selection-fields.tsx';
import {
  accessOf,
  creationOf,
  draftOf,
  editOf,
  everyOf,
  NEW_DRAFT,
  previewOf,
  type SourceDraft,
  shownFields,
} from './source-draft.ts';
import { ClusterRecipe, PostRecipes } from './source-recipes.tsx';

/** Adds a source, or edits the given one: what it lists, how it logs in, what is tracked, and when. */
export function SourceForm({
  source,
  onSaved,
  onCancel,
}: {
  source?: SourceView;
  onSaved: (saved: SourceView) => void;
  onCancel: () => void;
}) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => (source === undefined ? NEW_DRAFT : draftOf(source)));
  const change = (part: Partial<SourceDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () =>
      source === undefined ? createSource(creationOf(draft)) : changeSource(source.id, editOf(draft)),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['sources'] });
      onSaved(saved);
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
  const isStored = source?.hasCredentials ?? false;
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
            onValue={(kind) => change({ kind, access: accessOf(kind), every: everyOf(kind) })}
          />
        ) : null}
        {draft.kind === 'kubernetes' ? (
          <ClusterReach draft={draft} isStored={isStored} onDraft={change} />
        ) : null}
        {shownFields(draft).map((field) => (
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
          {draft.kind === 'kubernetes' && draft.reach !== 'server' ? null : (
            <Part title="Access">
              <AccessFields
                draft={draft}
                isStored={isStored}
                error={errorOf('credentials')}
                onDraft={change}
              />
            </Part>
          )}
          {draft.kind === 'kubernetes' ? <ClusterRecipe /> : null}
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
            <code>track</code>.
          </p>
          <PostRecipes source={source?.id} />
        </Part>
      )}
      <div aria-live="polite" className="space-y-3">
        {failed !== undefined && !isPlaced(draft, problem?.field) ? <ProblemNotice error={failed} /> : null}
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

const PLACED = /^(?:name$|every$|select\b|credentials)/;

/** Whether a field of the form shows the error. */
function isPlaced(draft: SourceDraft, field: string | undefined): boolean {
  if (field === undefined) return false;
  const isOf = (name: string) => field === `config.${name}` || field.startsWith(`config.${name}.`);
  return PLACED.test(field) || shownFields(draft).some(({ name }) => isOf(name));
}
