import Link from 'next/link';
import type { ReactNode } from 'react';
import { hrefAt } from '#components/history/url-moment.tsx';
import { MovedTag } from '#components/rebase/moved-tag.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { StatusBadge } from '#components/ui/values/status-badge.tsx';
import type { ChangeView } from '#lib/api/contract/images/history.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { becameWords, type ChangeGroup } from './group-changes.ts';

/** The changes of a base: when its tag moved, and how the images based on it changed. */
export function BaseChanges({ group: { base, moves, became, changes } }: { group: ChangeGroup }) {
  const led = becameWords(became);
  const words = led === '' && moves.length === 0 ? 'first verdict' : led;
  return (
    <Section
      title={base === null ? 'No known base' : <Reference value={base} wrap />}
      aside={
        <>
          {moves.map((move) => (
            <span key={move.at} className="flex flex-wrap items-baseline gap-x-1.5">
              moved <Time value={move.at} />
              <MovedTag from={move.fromDigest} to={move.toDigest} />
              {led === '' && changes.length === 0 ? `${counted(move.images, 'image')} based on it` : ''}
            </span>
          ))}
          <span className="font-medium text-text">{words}</span>
        </>
      }
    >
      {changes.map(({ at, imageId, reference, status, previousStatus }) => (
        <li
          key={`${at} ${imageId} ${status}`}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5"
        >
          <Image imageId={imageId} reference={reference} at={at} />
          <span className="flex items-center gap-1.5">
            {previousStatus === null ? (
              <span className="text-xs text-muted">first</span>
            ) : (
              <>
                <StatusBadge status={previousStatus} />
                <span aria-hidden className="text-muted">
                  →
                </span>
                <span className="sr-only">became</span>
              </>
            )}
            <StatusBadge status={status} />
          </span>
          <When at={at} />
        </li>
      ))}
    </Section>
  );
}

/** Tracked images whose own tags moved. */
export function MovedTags({ changes }: { changes: readonly Extract<ChangeView, { kind: 'digest' }>[] }) {
  if (changes.length === 0) return null;
  return (
    <Section title="Moved tags" aside={counted(changes.length, 'image')}>
      {changes.map(({ at, imageId, reference, fromDigest, toDigest }) => (
        <li key={`${at} ${imageId}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
          <Image imageId={imageId} reference={reference} at={at} />
          <MovedTag from={fromDigest} to={toDigest} />
          <When at={at} />
        </li>
      ))}
    </Section>
  );
}

/** Images that were tracked or untracked. */
export function TrackedAndUntracked({
  changes,
}: {
  changes: readonly Extract<ChangeView, { kind: 'tracked' | 'forgotten' }>[];
}) {
  if (changes.length === 0) return null;
  return (
    <Section title="Tracked and untracked" aside={counted(changes.length, 'image')}>
      {changes.map(({ kind, at, imageId, reference }) => (
        <li key={`${kind} ${imageId}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
          <Image imageId={imageId} reference={reference} at={kind === 'tracked' ? at : justBefore(at)} />
          <span>{kind === 'tracked' ? 'tracked' : 'untracked'}</span>
          <When at={at} />
        </li>
      ))}
    </Section>
  );
}

function Section({ title, aside, children }: { title: ReactNode; aside: ReactNode; children: ReactNode }) {
  return (
    <section className="rounded-md border border-line bg-surface text-sm">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-3 py-2">
        <h2 className="min-w-0 font-medium">{title}</h2>
        <div className="flex flex-wrap gap-x-4 text-muted">{aside}</div>
      </div>
      <ul className="divide-y divide-line border-t border-line empty:hidden">{children}</ul>
    </section>
  );
}

/** A moment at which an untracked image was still tracked. */
function justBefore(at: string): string {
  return new Date(Date.parse(at) - 1).toISOString();
}

/** A link to an image at the moment of the change. */
function Image({ imageId, reference, at }: { imageId: string; reference: string; at: string }) {
  return (
    <Link
      href={hrefAt(`/images/${imageId}`, at)}
      className="flex min-w-0 flex-1 basis-72 underline-offset-4 hover:underline"
    >
      <Reference value={reference} />
    </Link>
  );
}

function When({ at }: { at: string }) {
  return (
    <span className="w-24 text-right text-muted">
      <Time value={at} />
    </span>
  );
}
