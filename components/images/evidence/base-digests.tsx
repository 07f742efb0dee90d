import { useShownMoment } from '#components/history/url-moment.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import type { BaseVerdictView } from '#lib/api/contract/images/lineage.ts';
import { digestRows } from '#lib/lineage/words/digest-words.ts';

/** A base's claimed and current digests, one row per level, the tag's own digest first. */
export function BaseDigests({ base, platform }: { base: BaseVerdictView; platform?: string | undefined }) {
  const past = useShownMoment();
  const now = past === undefined ? 'now' : 'then';
  const rows = digestRows(base, platform);
  if (rows.length === 0) return <p className="text-muted">no digest claimed or known</p>;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      {rows.map(({ of, claimed, current }) => (
        <div key={`${of} ${claimed} ${current}`} className="contents">
          <dt className="text-muted">{of}</dt>
          <dd className="flex flex-wrap gap-x-4">
            <span className="text-muted">
              claimed {claimed === null ? 'no digest' : <Digest value={claimed} />}
            </span>
            <span className="text-muted">
              {now} {current === null ? 'not known' : <Digest value={current} />}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
