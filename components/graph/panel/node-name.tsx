import { Reference } from '#components/ui/values/reference.tsx';
import { isDigest, shortDigest } from '#lib/oci/digest.ts';

/** A node's name in a list or a sentence: a reference, or the digest of an unnamed base. */
export function NodeName({ name, wrap = false }: { name: string; wrap?: boolean }) {
  if (!isDigest(name)) return <Reference value={name} wrap={wrap} />;
  return (
    <span className="mono" title={name}>
      {wrap ? name : shortDigest(name)}
    </span>
  );
}
