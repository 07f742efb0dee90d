import { AllowedLink } from '#components/access/allowed.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import type { RebaseRefusalView } from '#lib/api/contract/rebases.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { cascadeHref } from '../hrefs.ts';

/** The chain of an image that is stale below, from the base that has moved up, and the way to rebase it. */
export function RefusedChain({ cascade }: { cascade: NonNullable<RebaseRefusalView['cascade']> }) {
  const { reference, to, chain } = cascade;
  return (
    <div className="space-y-3">
      <ol aria-label="Base chain" className="space-y-1 border-l border-line pl-4">
        <ChainStep name={reference} words="has moved" />
        {chain.map((name) => (
          <ChainStep key={name} name={name} words={name === to ? 'this image' : 'is rebased before it'} />
        ))}
      </ol>
      <AllowedLink permission="rebase" variant="primary" href={cascadeHref(reference, to)}>
        Plan the cascade of {counted(chain.length, 'image')}
      </AllowedLink>
    </div>
  );
}

function ChainStep({ name, words }: { name: string; words: string }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3">
      <Reference value={name} wrap />
      <span className="text-muted">{words}</span>
    </li>
  );
}
