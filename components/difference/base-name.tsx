import { Digest } from '#components/ui/values/digest.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { formatReference, tryParseReference } from '#lib/oci/reference.ts';

/** A reference with its digest apart, so that the name is readable and the digest can be copied. */
export function BaseName({ reference }: { reference: string }) {
  const parsed = tryParseReference(reference);
  if (parsed?.digest === undefined || parsed.tag === undefined) return <Reference value={reference} wrap />;
  const { digest, ...named } = parsed;
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <Reference value={formatReference(named)} wrap />
      <Digest value={digest} />
    </span>
  );
}
