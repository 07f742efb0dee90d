import Link from 'next/link';
import { Reference } from '#components/ui/values/reference.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { CascadeItemView } from '#lib/api/contract/cascades.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { planHref } from '../hrefs.ts';
import { MovedTag } from '../moved-tag.tsx';
import { StateBadge } from '../state-badge.tsx';
import { wavesOf } from './cascade-state.ts';

/** A cascade's images, wave by wave, each with its state and the reason if it is not rebased. */
export function CascadeItems({ items }: { items: readonly CascadeItemView[] }) {
  return (
    <div className="space-y-6">
      {wavesOf(items).map(([wave, members]) => (
        <section key={wave} aria-labelledby={`wave-${wave}`} className="space-y-2">
          <h2 id={`wave-${wave}`} className="font-medium">
            Wave {wave + 1} <span className="font-normal text-muted">{counted(members.length, 'image')}</span>
          </h2>
          <ul className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
            {members.map((item) => (
              <Item key={item.reference} item={item} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Item({ item }: { item: CascadeItemView }) {
  const { reference, state, parent, rebaseId, fromDigest, toDigest, refusal, error } = item;
  const why = refusal?.detail ?? error;
  return (
    <li className="space-y-1 px-4 py-2" data-reference={reference} data-state={state}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="w-32 shrink-0">
          <StateBadge state={state} />
        </span>
        <Link
          href={rebaseId === null ? planHref({ reference }) : `/rebases/${rebaseId}`}
          className="min-w-0 flex-1 basis-64 hover:underline"
        >
          <Reference value={reference} />
        </Link>
        {fromDigest === null || toDigest === null ? null : <MovedTag from={fromDigest} to={toDigest} />}
        {parent === null ? null : (
          <span className="flex max-w-full min-w-0 items-baseline gap-1.5 text-muted">
            after <Reference value={parent} />
          </span>
        )}
      </div>
      {why === null ? null : (
        <p className="max-w-[90ch] break-words text-muted md:pl-36">
          <Sentence text={why} />
        </p>
      )}
    </li>
  );
}
