import Link from 'next/link';
import { Reference } from '#components/ui/values/reference.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { CascadeItemView, CascadeView } from '#lib/api/contract/cascades.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { planHref } from '../hrefs.ts';
import { MovedTag } from '../moved-tag.tsx';
import { WarningList } from '../plan/warning-list.tsx';
import { StateBadge } from '../state-badge.tsx';
import { sectionsOf } from './cascade-state.ts';

/** What a person chooses to leave out of a plan, image by image. */
export interface LeavingOut {
  /** Left out of the plan as it is. */
  readonly excluded: readonly string[];
  /** Ticked, for the next plan. */
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (reference: string) => void;
}

/** A cascade's images in parts, each with its state, its hazards and the reason if it is not rebased. */
export function CascadeItems({ cascade, leavingOut }: { cascade: CascadeView; leavingOut?: LeavingOut }) {
  const { sections, noOps } = sectionsOf(cascade);
  return (
    <div className="space-y-6">
      {sections.map(({ title, items }) => (
        <section key={title} aria-label={title} className="space-y-2">
          <h2 className="font-medium">
            {title} <span className="font-normal text-muted">{counted(items.length, 'image')}</span>
          </h2>
          <ItemList items={items} leavingOut={leavingOut} />
        </section>
      ))}
      {noOps.length === 0 ? null : (
        <details className="space-y-2">
          <summary className="text-sm font-medium max-md:py-3">
            {counted(noOps.length, 'image')} with nothing to do
          </summary>
          <ItemList items={noOps} leavingOut={undefined} />
        </details>
      )}
    </div>
  );
}

function ItemList({
  items,
  leavingOut,
}: {
  items: readonly CascadeItemView[];
  leavingOut: LeavingOut | undefined;
}) {
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
      {items.map((item) => (
        <Item key={item.reference} item={item} leavingOut={leavingOut} />
      ))}
    </ul>
  );
}

function Item({ item, leavingOut }: { item: CascadeItemView; leavingOut: LeavingOut | undefined }) {
  const { reference, state, parent, rebaseId, fromDigest, toDigest, refusal, error, warnings } = item;
  const why = refusal?.detail ?? error;
  const isMoved = fromDigest !== null && (toDigest !== null || rebaseId !== null);
  return (
    <li className="space-y-1 px-4 py-2" data-reference={reference} data-state={state}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="w-32 shrink-0">
          <StateBadge state={item.rolledBack ? 'rolled-back' : state} />
        </span>
        <Link
          href={rebaseId === null ? planHref({ reference }) : `/rebases/${rebaseId}`}
          className="min-w-0 flex-1 basis-64 hover:underline"
        >
          <Reference value={reference} />
        </Link>
        {isMoved ? <MovedTag from={fromDigest} to={toDigest} /> : null}
        {parent === null ? null : (
          <span className="flex max-w-full min-w-0 items-baseline gap-1.5 text-muted">
            on <Reference value={parent} />
          </span>
        )}
        {leavingOut === undefined ? null : <LeaveOut item={item} {...leavingOut} />}
      </div>
      {why === null ? null : (
        <p className="max-w-[90ch] break-words text-muted md:pl-36">
          <Sentence text={why} />
        </p>
      )}
      {warnings.length === 0 ? null : (
        <details className="md:pl-36">
          <summary className="max-md:py-3">{counted(warnings.length, 'hazard')}</summary>
          <div className="py-2">
            <WarningList warnings={warnings} />
          </div>
        </details>
      )}
    </li>
  );
}

function LeaveOut({
  item: { reference, state },
  excluded,
  chosen,
  onToggle,
}: LeavingOut & { item: CascadeItemView }) {
  if (state !== 'planned' && !excluded.includes(reference)) return null;
  return (
    <label className="flex items-center gap-2 max-md:min-h-11">
      <input
        type="checkbox"
        checked={chosen.has(reference)}
        onChange={() => onToggle(reference)}
        aria-label={`Leave out ${reference}`}
        className="accent-accent"
      />
      Leave out
    </label>
  );
}
