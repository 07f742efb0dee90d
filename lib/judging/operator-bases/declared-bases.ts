import type { Facts } from '#lib/lineage/facts/facts.ts';
import { matchesRepository } from '#lib/lineage/filter/repository-pattern.ts';
import {
  formatReference,
  formatRepository,
  parseReference,
  type Reference,
  watchedTag,
} from '#lib/oci/reference.ts';

/** What the operator says of images that say nothing themselves. */
export interface BaseDeclaration {
  /** A pattern of repositories, `host/path/**`. */
  readonly image: string;
  /** The base, a reference as people write it. */
  readonly base: string;
}

/**
 * The declared base of an image: that of the first pattern its repository matches. A pattern that takes in the base
 * itself does not put it on itself. Throws `ReferenceSyntaxError`.
 */
export function declaredBases(declarations: readonly BaseDeclaration[]): Facts['declaredBase'] {
  const declared = declarations.map(({ image, base }) => ({ image, base: parseReference(base) }));
  return (reference) => {
    const name = formatRepository(reference);
    return declared.find(({ image, base }) => matchesRepository(image, name) && !isSame(base, reference))
      ?.base;
  };
}

function isSame(one: Reference, other: Reference): boolean {
  const name = (each: Reference) => formatReference(watchedTag(each) ?? each);
  return name(one) === name(other);
}

const MARK = 'declared ';

/** How a declaration stands among a verdict's inputs, beside the tag of the image it is about. */
export function declaredInputKey(tag: string): string {
  return `${MARK}${tag}`;
}

/** True for an input that {@link declaredInputKey} made. */
export function isDeclaredInput(input: string): boolean {
  return input.startsWith(MARK);
}

/** What is declared of a tag, as an input's value; null where nothing is. */
export function declaredInput(declaredBase: Facts['declaredBase'], tag: string): string | null {
  const base = declaredBase(parseReference(tag));
  return base === undefined ? null : formatReference(base);
}
