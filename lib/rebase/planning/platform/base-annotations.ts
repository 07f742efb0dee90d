import type { Annotations } from '#lib/oci/annotations.ts';
import type { BaseAnnotations } from '../../merge/annotations.ts';
import type { ImageSource, RebaseQuestion } from '../../rebase.ts';
import { ownAnnotations } from '../documents/own-annotations.ts';
import type { PlannedPlatform, PlatformQuestion } from './platform-question.ts';

/** Annotations that an index's entry may have inherited: those of both bases' entries and manifests. */
export function listedAnnotations({
  oldBase,
  newBase,
  newBaseEntry,
  mode,
}: PlatformQuestion): BaseAnnotations {
  if (mode === 'keep-original') return { oldBase: undefined, newBase: undefined };
  const next = ownAnnotations(newBase.document);
  return {
    oldBase: oldBase?.annotations && { ...oldBase.annotations, ...oldBase.listed },
    newBase: next && { ...next, ...newBaseEntry?.annotations },
  };
}

/**
 * Annotations that an index may have inherited: those of the bases' indexes, and those that all their platforms share.
 */
export function wholeAnnotations(
  { oldBase, newBase }: RebaseQuestion,
  planned: readonly PlannedPlatform[],
): BaseAnnotations {
  const ofEach = (side: keyof BaseAnnotations) => shared(planned.map(({ child }) => child.bases?.[side]));
  const [old, next] = [ofEach('oldBase'), ofEach('newBase')];
  return {
    oldBase: old && { ...old, ...(oldBase.state === 'present' ? ofIndex(oldBase.source) : {}) },
    newBase: next && { ...next, ...ofIndex(newBase.source) },
  };
}

function ofIndex(source: ImageSource): Annotations {
  return source.kind === 'index' ? (source.document.content.annotations ?? {}) : {};
}

/** The annotations that all share; `undefined` if one is not known. */
function shared(all: readonly (Annotations | undefined)[]): Annotations | undefined {
  const [first, ...others] = all;
  if (first === undefined || others.includes(undefined)) return undefined;
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) => others.every((other) => other?.[key] === value)),
  );
}
