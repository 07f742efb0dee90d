import { Choice } from '#components/ui/controls/choice.tsx';
import { Field } from '#components/ui/controls/field.tsx';
import { type SourceDraft, TAG_RULES, type TagRule } from './source-draft.ts';

const NEWEST = { inputMode: 'numeric', pattern: '[0-9]*', placeholder: '3' } as const;

/** Which repositories and tags are tracked. */
export function SelectionFields({
  draft,
  errorOf,
  onDraft,
}: {
  draft: SourceDraft;
  /** What the server said of a field. */
  errorOf: (field: string) => string | undefined;
  onDraft: (change: Partial<SourceDraft>) => void;
}) {
  const { tags } = draft;
  const tagsError = errorOf('select.tags');
  const entry = (
    name: 'newest' | 'semver' | 'regex' | 'names' | 'include' | 'exclude' | 'pushedWithin' | 'maxImages',
  ) => ({
    value: draft[name],
    onText: (text: string) => onDraft({ [name]: text }),
  });
  const newest = (hint: string, required = false) => (
    <Field
      label="How many"
      hint={hint}
      required={required}
      error={tagsError}
      {...NEWEST}
      {...entry('newest')}
    />
  );
  return (
    <>
      <Field
        label="Repositories"
        placeholder="apps/**"
        hint="Patterns without the host; all without one. ** is any number of parts"
        error={errorOf('select.repositories.include')}
        {...entry('include')}
      />
      <Field
        label="Except repositories"
        placeholder="**/cache"
        error={errorOf('select.repositories.exclude')}
        {...entry('exclude')}
      />
      <Choice
        label="Tags"
        value={tags}
        options={Object.entries(TAG_RULES)}
        onValue={(value) => onDraft({ tags: value as TagRule })}
      />
      {tags === 'newest' ? newest('The newest tags of each repository', true) : null}
      {tags === 'semver' ? (
        <>
          <Field label="Range" placeholder=">=1.0 <3" required error={tagsError} {...entry('semver')} />
          {newest('Without it: all in the range')}
          {draft.newest.trim() === '' ? null : (
            <Choice
              label="Newest of each"
              value={draft.per}
              options={[
                ['minor', 'Minor version'],
                ['major', 'Major version'],
                ['repository', 'Repository'],
              ]}
              onValue={(per) => onDraft({ per })}
            />
          )}
        </>
      ) : null}
      {tags === 'regex' ? (
        <>
          <Field
            label="Expression"
            placeholder="^v\d+$"
            hint="RE2 syntax, found anywhere in the tag"
            required
            error={tagsError}
            {...entry('regex')}
          />
          {newest('Without it: all that match')}
        </>
      ) : null}
      {tags === 'names' ? (
        <Field label="Names" placeholder="latest, stable" required error={tagsError} {...entry('names')} />
      ) : null}
      <Field
        label="Pushed within"
        placeholder="180d"
        hint="Only where the registry says when a tag was pushed"
        error={errorOf('select.pushedWithin')}
        {...entry('pushedWithin')}
      />
      <Field
        label="At most"
        placeholder="2000"
        hint="Images; the newest are kept"
        inputMode="numeric"
        error={errorOf('select.maxImages')}
        {...entry('maxImages')}
      />
    </>
  );
}
