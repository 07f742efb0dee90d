'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Choice } from '#components/ui/controls/choice.tsx';
import { Field } from '#components/ui/controls/field.tsx';
import { ProblemNotice, problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { changeSource, createSource, previewSource, uploadFiles } from '#lib/api/client/sources.ts';
import type { SourceView } from '#lib/api/contract/sources.ts';
import { isListedKind, SOURCE_KIND } from '#lib/sources/source-kind.ts';
import { ClusterReach } from './cluster-reach.tsx';
import { Part, Setting } from './form-parts.tsx';
import { OFFERED_KINDS } from './kind-fields.ts';
import { KindParts } from './kind-parts.tsx';
import { PreviewResult } from './preview-result.tsx';
import {
  accessOf,
  asksAccess,
  creationOf,
  draftOf,
  editOf,
  everyOf,
  NEW_DRAFT,
  previewOf,
  type SourceDraft,
  shownFields,
} from './source-draft.ts';

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
  const save = useMutation({
    mutationFn: () =>
      source === undefined ? createSource(creationOf(draft)) : saveChanges(source.id, draft),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['sources'] });
      onSaved(saved);
    },
  });
  const preview = useMutation({
    mutationFn: () => previewSource(previewOf(draft, source?.id)),
  });
  const change = (part: Partial<SourceDraft>) => {
    // A preview of other files would be taken for one of these.
    if (part.files !== undefined) preview.reset();
    setDraft((before) => ({ ...before, ...part }));
  };
  const failed = save.isError ? save.error : preview.isError ? preview.error : undefined;
  const problem = failed === undefined ? undefined : problemIn(failed);
  const errorOf = (field: string) =>
    problem?.field === field || problem?.field?.startsWith(`${field}.`) ? problem.detail : undefined;
  const canPreview = isListedKind(draft.kind) || draft.files.length > 0;
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
          <ClusterReach draft={draft} isStored={source?.hasCredentials ?? false} onDraft={change} />
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
      <KindParts draft={draft} source={source} errorOf={errorOf} onDraft={change} />
      <div aria-live="polite" className="space-y-3">
        {failed !== undefined && !isPlaced(draft, problem?.field) ? <ProblemNotice error={failed} /> : null}
        {preview.isPending ? <p className="text-muted">Reading the source…</p> : null}
        {preview.data === undefined ? null : <PreviewResult preview={preview.data} kind={draft.kind} />}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant="primary"
          disabled={save.isPending || (draft.kind === 'files' && source === undefined && !canPreview)}
          className="max-md:h-11"
        >
          {source === undefined ? 'Add source' : 'Save changes'}
        </Button>
        {canPreview ? (
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

/** Changes a source, and uploads the files that were chosen. */
async function saveChanges(id: string, draft: SourceDraft): Promise<SourceView> {
  const changed = await changeSource(id, editOf(draft));
  return draft.kind === 'files' && draft.files.length > 0 ? uploadFiles(id, draft.files) : changed;
}

const PLACED = /^(?:name$|every$|files\b|select\b)/;

/** Whether a field of the form shows the error. */
function isPlaced(draft: SourceDraft, field: string | undefined): boolean {
  if (field === undefined) return false;
  const isOf = (name: string) => field === `config.${name}` || field.startsWith(`config.${name}.`);
  if (field.startsWith('credentials')) return asksAccess(draft);
  return PLACED.test(field) || shownFields(draft).some(({ name }) => isOf(name));
}
