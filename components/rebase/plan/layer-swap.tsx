import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { byteSize, counted } from '#lib/lineage/words/counts-and-names.ts';
import { layersOfPlan } from '#lib/rebase/layers-of-plan.ts';

type Platform = RebasePlanView['platforms'][number];
type Layer = Platform['layersKept'][number];

/** The layers before and after, side by side: the image's own on top, the base's below, each kept, removed or added. */
export function LayerSwap({ platform }: { platform: Platform }) {
  const { layersRemoved, layersAdded, layersKept } = platform;
  const largest = Math.max(1, ...[...layersRemoved, ...layersAdded, ...layersKept].map(({ size }) => size));
  const column = (title: string, when: 'before' | 'after') => {
    const { base, own } = layersOfPlan(platform, when);
    return (
      <section aria-label={title} className="min-w-0 flex-1 rounded-md border border-line bg-surface">
        <h4 className="border-b border-line px-4 py-2 text-sm font-medium">{title}</h4>
        <Stack layers={own} largest={largest} />
        <p className="border-y border-line bg-bg px-4 py-1.5 text-sm text-muted">
          {counted(own.length, 'layer')} of its own above, {base.length} from its base below
        </p>
        <Stack layers={base} largest={largest} />
      </section>
    );
  };
  return (
    <div className="flex gap-4 max-md:flex-col">
      {column('Before', 'before')}
      {column('After', 'after')}
    </div>
  );
}

type Tone = 'kept' | 'removed' | 'added';

function toneOf({ before, after }: Layer): Tone {
  if (after === null) return 'removed';
  return before === null ? 'added' : 'kept';
}

const MARKS: Readonly<Record<Tone, readonly [mark: string, word: string, ink: string]>> = {
  kept: ['', 'kept', 'text-text'],
  removed: ['−', 'removed', 'text-status-broken'],
  added: ['+', 'added', 'text-status-up-to-date'],
};

function Stack({ layers, largest }: { layers: readonly Layer[]; largest: number }) {
  if (layers.length === 0) return <p className="px-4 py-2 text-sm text-muted">No layers</p>;
  return (
    <ol reversed className="max-h-80 overflow-y-auto px-4 py-2">
      {layers.toReversed().map((layer, index) => {
        const tone = toneOf(layer);
        const [mark, word, ink] = MARKS[tone];
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer can occur twice; its place identifies it.
            key={index}
            className="grid h-6 grid-cols-[1rem_4rem_4.5rem_minmax(0,1fr)] items-center gap-2 text-sm"
          >
            <span className={`mono text-center ${ink}`}>
              <span aria-hidden>{mark}</span>
              <span className="sr-only">{word}</span>
            </span>
            <span aria-hidden className="flex">
              <span
                className={`h-2.5 min-w-0.5 rounded-[1px] bg-accent ${tone === 'kept' ? '' : 'opacity-40'}`}
                style={{ width: `${Math.sqrt(layer.size / largest) * 100}%` }}
              />
            </span>
            <span className="text-right text-muted tabular-nums">{byteSize(layer.size)}</span>
            <span
              className={`mono truncate ${tone === 'removed' ? 'text-muted' : ''}`}
              title={`${layer.createdBy ?? 'No command recorded'}\n${layer.digest}`}
            >
              {layer.createdBy ?? layer.digest.slice(0, 19)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
