import type { Facts } from '#lib/lineage/facts/facts.ts';
import { matchesRepository } from '#lib/lineage/filter/repository-pattern.ts';
import {
  formatReference,
  formatRepository,
  parseReference,
  type Reference,
  tryParseReference,
  watchedName,
  watchedTag,
} from '#lib/oci/reference.ts';

/** A base that the operator declares for images without evidence of their own. */
export interface BaseDeclaration {
  /** A pattern of repositories, `host/path/**`; by name, a tag or a repository. */
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

/**
 * The declared base of an image: the one for its tag, else the one for its repository. An image is not its own base.
 * `image` is a tag or a repository, fully qualified. A base that is not a valid reference is ignored.
 */
export function basesByName(declarations: readonly BaseDeclaration[]): Facts['declaredBase'] {
  const bases = new Map(
    declarations.flatMap(({ image, base }) => {
      const parsed = tryParseReference(base);
      return parsed === undefined ? [] : [[image, parsed] as const];
    }),
  );
  return (reference) => {
    const tag = watchedTag(reference);
    const named = [...(tag === undefined ? [] : [formatReference(tag)]), formatRepository(reference)];
    return named.flatMap((name) => bases.get(name) ?? []).find((base) => !isSame(base, reference));
  };
}

/** The declared bases, with one for this image, which takes precedence. */
export function declaring(
  { declaredBase }: Pick<Facts, 'declaredBase'>,
  reference: Reference,
  base: Reference,
): Facts['declaredBase'] {
  const name = formatReference(reference);
  return (asked) => (formatReference(asked) === name ? base : declaredBase(asked));
}

function isSame(one: Reference, other: Reference): boolean {
  return watchedName(one) === watchedName(other);
}

const MARK = 'declared ';

/** The key among a verdict's inputs of the base that is declared for an image; `name` is its reference, fully qualified. */
export function declaredInput(name: string): string {
  return `${MARK}${name}`;
}

/** The image that an input is about, if it is one that {@link declaredInput} made. */
export function parseDeclaredInput(input: string): Reference | undefined {
  return input.startsWith(MARK) ? tryParseReference(input.slice(MARK.length)) : undefined;
}

/** A declared base as an input's value; null if there is none. */
export function declaredAnswer(base: Reference | undefined): string | null {
  return base === undefined ? null : formatReference(base);
}
