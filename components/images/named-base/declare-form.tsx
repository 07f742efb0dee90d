import { Save, Tag } from 'lucide-react';
import { useId, useState } from 'react';
import { AllowedButton, AllowedLink } from '#components/access/allowed.tsx';
import { useDeclaredBases } from '#components/declared-bases/use-declared-bases.ts';
import { planHref } from '#components/rebase/hrefs.ts';
import type { BaseCheckView } from '#lib/api/contract/declared-bases.ts';
import { isVerified } from '#lib/lineage/verdict/status.ts';
import { formatRepository, tryParseReference } from '#lib/oci/reference.ts';

/** Saves a checked base as declared, for one tag or all tags of its repository, or links to the plan of the annotation. */
export function DeclareForm({ check, canAnnotate }: { check: BaseCheckView; canAnnotate: boolean }) {
  const { reference, base, verification } = check;
  const { declare } = useDeclaredBases();
  const parsed = tryParseReference(reference);
  const hasTag = parsed?.tag !== undefined;
  // A digest has no declaration of its own: a person chooses to declare the base for the whole repository.
  const [isRepository, setRepository] = useState(hasTag ? false : undefined);
  const [reason, setReason] = useState('');
  const reasonId = useId();
  const isProven = isVerified(verification);
  const annotate =
    canAnnotate && isProven ? (
      <AllowedLink permission="rebase" href={planHref({ reference, annotate: true, base })}>
        <Tag aria-hidden size={14} />
        Write the annotation
      </AllowedLink>
    ) : null;
  if (parsed === undefined || verification === 'contradicted') {
    return <p className="text-muted">A base that the layers contradict cannot be saved.</p>;
  }
  const repository = formatRepository(parsed);
  const name = hasTag ? `${repository}:${parsed.tag}` : repository;
  return (
    <form
      className="space-y-3 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        const image = isRepository === true ? repository : name;
        declare.mutate({ image, base, reason: reason.trim() || null });
      }}
    >
      <fieldset className="space-y-1">
        <legend className="mb-1 text-muted">Declare it for</legend>
        {(hasTag ? [false, true] : [true]).map((every) => (
          <label
            key={String(every)}
            className="flex items-baseline gap-2 max-md:min-h-11 max-md:items-center"
          >
            <input
              type="radio"
              name="scope"
              required
              checked={isRepository === every}
              onChange={() => setRepository(every)}
              className="translate-y-0.5 accent-accent max-md:translate-y-0"
            />
            <span className="min-w-0 break-words">
              {every ? `Every tag of ${repository}` : `Only ${name}`}
            </span>
          </label>
        ))}
      </fieldset>
      <div className="space-y-1">
        <label htmlFor={reasonId} className="text-muted">
          Reason (optional)
        </label>
        <input
          id={reasonId}
          maxLength={500}
          value={reason}
          placeholder="How you know"
          onChange={({ target }) => setReason(target.value)}
          className="block h-8 w-full max-w-[40rem] rounded-md border border-line-strong bg-bg px-2 max-md:h-11"
        />
      </div>
      <div className="flex flex-wrap gap-2">
        <AllowedButton
          permission="track"
          type="submit"
          variant={isProven ? 'primary' : 'plain'}
          disabled={declare.isPending}
          className="max-md:h-11"
        >
          <Save aria-hidden size={14} />
          Save as declared
        </AllowedButton>
        {annotate}
      </div>
    </form>
  );
}
