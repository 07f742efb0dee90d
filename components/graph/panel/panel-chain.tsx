import { Sentence } from '#components/ui/values/sentence.tsx';
import { STATUS_LOOK, StatusIcon } from '#components/ui/values/status-badge.tsx';
import type { GraphNode } from '#lib/lineage/graph/graph-drawing.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { chainRest } from './chain-rest.ts';
import { NodeName } from './node-name.tsx';

/** What an image is based on: the drawn bases, the nearest first, and what follows them. */
export function PanelChain({
  image,
  chain,
  isLastKnown,
}: {
  image: GraphNode;
  chain: readonly GraphNode[];
  /** Whether the last check could not read the image's base. */
  isLastKnown: boolean;
}) {
  const { select } = useGraphActions();
  const rest = chainRest(chain.at(-1) ?? image);
  if (chain.length === 0 && rest.kind === 'root') return null;
  return (
    <section aria-label="Based on" className="p-4">
      <h3 className="mb-2 font-medium">Based on{isLastKnown ? ', as last known' : ''}</h3>
      <ol className="-mx-2">
        {chain.map((base) => (
          <li key={base.id}>
            <button
              type="button"
              onClick={() => select(base.id)}
              className="flex h-8 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-raised"
            >
              <span title={STATUS_LOOK[base.status].word} className={STATUS_LOOK[base.status].ink}>
                <StatusIcon status={base.status} />
                <span className="sr-only">{STATUS_LOOK[base.status].word}</span>
              </span>
              <NodeName name={base.reference} />
            </button>
          </li>
        ))}
      </ol>
      {rest.kind === 'not-drawn' ? (
        <p className="text-muted">
          {chain.length === 0 ? 'A base' : 'Another base'} that this view does not show
        </p>
      ) : rest.kind === 'unknown' ? (
        <p>
          <strong className="font-medium">{chain.length === 0 ? 'Unknown.' : 'The rest is unknown.'}</strong>{' '}
          <Sentence text={rest.reason} />
        </p>
      ) : null}
    </section>
  );
}
