import { Digest } from '#components/ui/values/digest.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { BaseVerdictView, LineageView } from '#lib/api/contract/images/lineage.ts';
import { BaseDigests } from './base-digests.tsx';
import { FreshnessMark, VerificationMark } from './verdict-marks.tsx';

const HEADS = [
  'Platform',
  'Freshness',
  'Layers',
  'Claimed manifest',
  'Current manifest',
  'Base / own layers',
  'Reason',
];

/** The verdict of each platform, for every image of the chain. */
export function PlatformsTab({ lineage: { links, status } }: { lineage: LineageView }) {
  const judged = links.flatMap(({ reference, base }) => (base === null ? [] : [{ reference, base }]));
  if (judged.length === 0) {
    return (
      <p className="text-sm text-muted">
        {status === 'root'
          ? 'This image has no base, so there is no verdict by platform.'
          : 'The base of this image is not known, so there is no verdict by platform.'}
      </p>
    );
  }
  return (
    <div className="space-y-6">
      {judged.map(({ reference, base }) => (
        <section key={reference} className="space-y-2">
          <h3 className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-sm">
            <Reference value={reference} wrap />
            <span className="text-muted">based on</span>
            {base.name === null ? 'an unnamed base' : <Reference value={base.name} wrap />}
          </h3>
          <div className="text-sm">
            <BaseDigests base={base} />
          </div>
          <PlatformTable base={base} />
        </section>
      ))}
    </div>
  );
}

function PlatformTable({ base }: { base: BaseVerdictView }) {
  return (
    <section
      aria-label="Verdict by platform"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen it scrolls, also by keyboard.
      tabIndex={0}
      className="overflow-x-auto rounded-md border border-line bg-surface"
    >
      <table className="w-full text-left text-sm">
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th
                key={head}
                scope="col"
                className="px-3 py-1.5 text-xs font-medium whitespace-nowrap text-muted"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {base.platforms.map((verdict) => (
            <tr key={verdict.platform} className="border-t border-line align-top [&>td]:px-3 [&>td]:py-2">
              <td className="whitespace-nowrap">
                <span className="mono">{verdict.platform}</span>
                {verdict.basePlatform == null || verdict.basePlatform === verdict.platform ? null : (
                  <span className="block text-muted">
                    on <span className="mono">{verdict.basePlatform}</span>
                  </span>
                )}
              </td>
              <td>
                <FreshnessMark freshness={verdict.freshness} />
              </td>
              <td>
                <VerificationMark verification={verdict.verification} />
              </td>
              <td>
                {verdict.claimedDigest === null || verdict.claimedDigestKind === 'index' ? (
                  '–'
                ) : (
                  <Digest value={verdict.claimedDigest} />
                )}
              </td>
              <td>{verdict.currentDigest === null ? '–' : <Digest value={verdict.currentDigest} />}</td>
              <td className="whitespace-nowrap tabular-nums">
                {verdict.baseLayers ?? '?'} / {verdict.appLayers ?? '?'}
              </td>
              <td className="min-w-48">
                {verdict.reason === null ? (
                  <span className="text-muted">–</span>
                ) : (
                  <Sentence text={verdict.reason} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
