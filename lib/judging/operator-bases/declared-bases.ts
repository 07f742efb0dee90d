import type { Facts } from '#lib/lineage/facts/facts.ts';
import { matchesRepository } from '#lib/lineage/filter/repository-pattern.ts';
import {
  formatReference,
  formatRepository,
  parseReference,
  type Reference,
  watchedTag,
} from '#lib/oci/reference.ts';

/** A base that the operator declares for images without evidence of their own. */
export interface BaseDeclaration {
  /** A pattern of repositories, `host/path/**`. */
  readonly image: string;
  /** The base, a reference as people write it. */
  readonly base: string;
}

/**
 * The declared base of an image: that of the first pattern its repository matches. If a pattern matches the base's own
 * repository, the base is not its own base. Throws `ReferenceSyntaxError`.
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

/** The key of a declaration among a verdict's inputs, beside the tag of the image it is about. */
export function declaredInputKey(tag: string): string {
  return `${MARK}${tag}`;
}

/** True for an input that {@link declaredInputKey} made. */
export function isDeclaredInput(input: string): boolean {
  return input.startsWith(MARK);
}

/** The base that is declared for a tag, as an input's value; null if there is none. */
export function declaredInput(declaredBase: Facts['declaredBase'], tag: string): string | null {
  const base = declaredBase(parseReference(tag));
  return base === undefined ? null : formatReference(base);
}
