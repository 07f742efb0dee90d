import { Equal, EqualNot } from 'lucide-react';
import { Digest } from '#components/ui/values/digest.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { BaseCheckView } from '#lib/api/contract/declared-bases.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { VerificationMark } from '../evidence/verdict-marks.tsx';
import { agreementWords } from './check-words.ts';

type PlatformCheck = BaseCheckView['platforms'][number];
type Pair = PlatformCheck['layers'][number];

/** Each platform of an image beside the base: how many layers agree, and which, in a section that can be opened. */
export function LayerComparison({ check }: { check: BaseCheckView }) {
  const { platforms, missing, notCompared } = check;
  const hidden = platforms.filter(({ layers, baseLayers }) => layers.length === 0 && baseLayers > 0).length;
  return (
    <div className="space-y-2">
      <ul className="divide-y divide-line rounded-md border border-line">
        {platforms.map((platform, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an index may list a platform twice.
          <li key={index} className="space-y-1 px-3 py-2">
            <PlatformResult platform={platform} isOpen={platforms.length === 1} check={check} />
          </li>
        ))}
      </ul>
      {hidden === 0 ? null : (
        <p className="text-muted">
          The layers of {counted(hidden, 'more platform')} are compared, and not shown.
        </p>
      )}
      {notCompared === 0 ? null : (
        <p className="text-muted">
          {counted(notCompared, 'more platform')} not compared: the image has too many.
        </p>
      )}
      {missing.image.length + missing.base.length === 0 ? null : (
        <p className="text-muted">
          Not compared, because the registry does not have them:{' '}
          {[...missing.image, ...missing.base].join(', ')}
        </p>
      )}
    </div>
  );
}

function PlatformResult({
  platform: result,
  isOpen,
  check,
}: {
  platform: PlatformCheck;
  isOpen: boolean;
  check: BaseCheckView;
}) {
  const { platform, verification, reason, compared, layers, baseLayers } = result;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="mono">{platform}</span>
        <VerificationMark verification={verification} />
        <span className="text-muted">{agreementWords(result)}</span>
      </p>
      {reason === null ? null : (
        <p className="break-words">
          <Sentence text={reason} />
        </p>
      )}
      {compared === null ? null : (
        <p className="flex flex-wrap gap-x-2 text-muted">
          compared with <Digest value={compared.manifest} />
          {compared.platform === platform ? null : <span className="mono">{compared.platform}</span>}
          {compared.digest === check.baseDigest ? null : <span>a digest that the tag had before</span>}
        </p>
      )}
      {layers.length === 0 ? null : (
        <details open={isOpen}>
          <summary className="w-fit cursor-pointer py-1 max-md:py-3">Layers side by side</summary>
          <LayerTable pairs={layers} />
          {baseLayers > layers.length ? (
            <p className="pt-1 text-muted">{baseLayers - layers.length} more layers are not shown.</p>
          ) : null}
        </details>
      )}
    </>
  );
}

function LayerTable({ pairs }: { pairs: readonly Pair[] }) {
  return (
    <section
      aria-label="Layers side by side"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard.
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-md border border-line bg-bg"
    >
      <table className="w-full text-left">
        <thead>
          <tr className="text-xs text-muted [&>th]:px-2 [&>th]:py-1.5 [&>th]:font-medium">
            <th scope="col">Layer</th>
            <th scope="col" className="w-1/2">
              Base
            </th>
            <th scope="col">
              <span className="sr-only">Same</span>
            </th>
            <th scope="col" className="w-1/2">
              Image
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ base, image, agrees }, index) => (
            <tr
              // biome-ignore lint/suspicious/noArrayIndexKey: a layer is identified by its place.
              key={index}
              className="border-t border-line align-top [&>td]:px-2 [&>td]:py-1.5"
            >
              <td className="text-muted tabular-nums">{index + 1}</td>
              <LayerCell layer={base} />
              <td className={agrees ? 'text-muted' : 'text-status-broken'}>
                {agrees ? <Equal aria-hidden size={14} /> : <EqualNot aria-hidden size={14} />}
                <span className="sr-only">{agrees ? 'agrees' : 'differs'}</span>
              </td>
              <LayerCell layer={image} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function LayerCell({ layer }: { layer: Pair['image'] }) {
  if (layer === null) return <td className="text-muted">no such layer</td>;
  return (
    <td>
      <Digest value={layer.diffId} />
      {layer.createdBy === null ? null : (
        <span className="mono line-clamp-2 text-muted wrap-anywhere" title={layer.createdBy}>
          {layer.createdBy}
        </span>
      )}
    </td>
  );
}
