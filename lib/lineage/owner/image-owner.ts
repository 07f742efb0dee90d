import { ANNOTATION, type Annotations } from '#lib/oci/annotations.ts';

/** What an image says about itself. */
export interface SelfDescription {
  /** Of its index and its manifest. They are never inherited from a base. */
  readonly annotations: readonly Annotations[];
  /** Of its config. Every image inherits the labels of its base. */
  readonly labels: Annotations;
}

/** Longer names are no names. */
const MAX_LENGTH = 200;

/**
 * Who an image belongs to, by its annotations and labels (image-spec, annotations.md): the operator's `label` if there
 * is one, else the host and the organisation of `…image.source`, else `…image.vendor`. A value that the base has too
 * is the base's, so the image has no owner of its own by it. `base` is null if there is none, and `undefined` if it
 * could not be read: labels may be the base's then, and do not count.
 */
export function imageOwner(
  image: SelfDescription,
  base: SelfDescription | null | undefined,
  label?: string,
): string | null {
  const rules: [key: string, read: (value: string) => string | null][] = [
    [ANNOTATION.source, ownerOfSource],
    [ANNOTATION.vendor, asName],
  ];
  if (label !== undefined) rules.unshift([label, asName]);
  for (const [key, read] of rules) {
    const inherited = base ? valuesOf(base, key) : [];
    const labels = base === undefined ? {} : image.labels;
    const own = valuesOf({ ...image, labels }, key).find((value) => !inherited.includes(value));
    const owner = own === undefined ? null : read(own);
    if (owner !== null) return owner;
  }
  return null;
}

function valuesOf({ annotations, labels }: SelfDescription, key: string): string[] {
  return [...annotations, labels].flatMap((each) => each[key]?.trim() || []);
}

/** `github.com/acme` of `https://github.com/acme/shop`, and of `git@github.com:acme/shop.git`. */
function ownerOfSource(source: string): string | null {
  const scp = /^[\w.-]+@([\w.-]+):([^/\s]+)\//.exec(source);
  if (scp !== null) return asName(`${scp[1]}/${scp[2]}`);
  if (!URL.canParse(source)) return null;
  const { host, pathname } = new URL(source);
  const [, organisation] = pathname.split('/');
  return host && organisation ? asName(`${host}/${organisation}`) : null;
}

/** A name that can stand in a filter and in a table. */
function asName(text: string): string | null {
  const name = text.replace(/[\p{C}"\s]+/gu, ' ').trim();
  return name === '' || name.length > MAX_LENGTH ? null : name;
}
