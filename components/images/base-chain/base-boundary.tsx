import { BaseLink } from '#components/bases/base-link.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { BaseVerdictView } from '#lib/api/contract/images/lineage.ts';
import { FRESHNESSES } from '#lib/lineage/vocabulary/freshness.ts';
import { BaseDigests } from '../evidence/base-digests.tsx';
import { FreshnessMark, VerificationMark } from '../evidence/verdict-marks.tsx';

/** The base's freshness at its last successful check. */
function LastSeen({ seen }: { seen: NonNullable<BaseVerdictView['lastKnown']> }) {
  return (
    <span className="text-muted">
      last known {FRESHNESSES[seen.freshness].word}
      {seen.currentDigest === null ? null : (
        <>
          {', '}
          <Digest value={seen.currentDigest} />
        </>
      )}
    </span>
  );
}

/** The boundary between an image and its base: the base's claimed digest, and the current digest of its name. */
export function BaseBoundary({ base, platform }: { base: BaseVerdictView; platform: string | undefined }) {
  const verdict = base.platforms.find((one) => one.platform === platform);
  const reason = verdict?.reason ?? base.reason;
  return (
    <div className="border-y border-line bg-bg px-4 py-2 text-sm">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="flex max-w-full min-w-0 items-baseline gap-1.5">
          <span className="shrink-0 text-muted">based on</span>
          {base.name === null ? (
            <span className="text-muted">an unnamed base</span>
          ) : (
            <BaseLink name={base.name} />
          )}
        </span>
        <FreshnessMark freshness={verdict?.freshness ?? base.freshness} />
        <VerificationMark verification={verdict?.verification ?? base.verification} />
        {base.behindSince === null ? null : (
          <span className="text-muted">
            moved <Time value={base.behindSince} />
          </span>
        )}
      </div>
      <div className="mt-1 flex flex-wrap gap-x-6 gap-y-1">
        <BaseDigests base={base} platform={platform} />
        {base.lastKnown === undefined ? null : <LastSeen seen={base.lastKnown} />}
        {base.newerTag === null ? null : (
          <span className="flex max-w-full min-w-0 items-baseline gap-1.5">
            <span className="shrink-0 text-muted">newer tag</span>
            <span className="mono truncate">{base.newerTag}</span>
          </span>
        )}
      </div>
      {base.newerTagReason === undefined ? null : (
        <p className="mt-1 max-w-[90ch] break-words text-muted">
          Newer tag not known. <Sentence text={base.newerTagReason} />
        </p>
      )}
      {reason === null ? null : (
        <p className="mt-1 max-w-[90ch] break-words">
          <Sentence text={reason} />
        </p>
      )}
    </div>
  );
}
