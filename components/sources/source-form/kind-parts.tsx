import { Field } from '#components/ui/controls/field.tsx';
import type { SourceView } from '#lib/api/contract/sources.ts';
import { isListedKind } from '#lib/sources/source-kind.ts';
import { AccessFields } from './access-fields.tsx';
import { FileFields } from './file-fields.tsx';
import { Part } from './form-parts.tsx';
import { hasSelection } from './kind-fields.ts';
import { SelectionFields } from './selection-fields.tsx';
import { asksAccess, type SourceDraft } from './source-draft.ts';
import { ClusterRecipe, PostRecipes } from './source-recipes.tsx';

/** What a form asks for besides the settings of a kind: access, selection and interval, files, or how it is posted. */
export function KindParts({
  draft,
  source,
  errorOf,
  onDraft,
}: {
  draft: SourceDraft;
  /** The source that is edited. */
  source: SourceView | undefined;
  /** What the server said of a field. */
  errorOf: (field: string) => string | undefined;
  onDraft: (change: Partial<SourceDraft>) => void;
}) {
  const every = {
    value: draft.every,
    error: errorOf('every'),
    onText: (text: string) => onDraft({ every: text }),
  };
  if (draft.kind === 'files') {
    return (
      <Part title="Files">
        <FileFields
          files={draft.files}
          isReplacing={source !== undefined}
          error={errorOf('files')}
          onFiles={(files) => onDraft({ files })}
        />
      </Part>
    );
  }
  if (!isListedKind(draft.kind)) {
    return (
      <Part title="When">
        <Field
          label="Expect a post every"
          hint="Such as 10m or 1d. An agent sends its own interval. Without an interval, Baseboard can’t tell that a pipeline stopped"
          {...every}
        />
        <p className="text-muted md:col-span-2">
          An agent or a pipeline posts everything that it knows, with an API token that has the scope{' '}
          <code>track</code>.
        </p>
        <PostRecipes source={source?.id} />
      </Part>
    );
  }
  return (
    <>
      {asksAccess(draft) ? (
        <Part title="Access">
          <AccessFields
            draft={draft}
            isStored={source?.hasCredentials ?? false}
            error={errorOf('credentials')}
            onDraft={onDraft}
          />
        </Part>
      ) : null}
      {draft.kind === 'kubernetes' ? <ClusterRecipe /> : null}
      {hasSelection(draft.kind) ? (
        <Part title="What is tracked">
          <SelectionFields draft={draft} errorOf={errorOf} onDraft={onDraft} />
        </Part>
      ) : null}
      <Part title="When">
        <Field label="List every" hint="Such as 30m, 6h or 1d; at least 5m" required {...every} />
      </Part>
    </>
  );
}
