// Images for a test fleet, pushed to its registries and taken away from them.
import type { Digest } from '#lib/oci/digest.ts';
import { basedOn, type ImageRecipe, image, push } from '#lib/registry/memory/image-builder.ts';
import type { ServedRegistry } from '#lib/registry/memory/serve.ts';

/** An image with one layer more than its base, whose content follows from the words alone. */
export function layered(base: ImageRecipe | undefined, words: string): ImageRecipe {
  return (base === undefined ? image() : image().from(base)).layer(`RUN ${words}`, [
    { path: words, content: words },
  ]);
}

/** An image that was pushed. */
export interface Pushed {
  readonly recipe: ImageRecipe;
  readonly reference: string;
  readonly digest: Digest;
}

/** Pushes an image with one layer of its own onto a base (or `scratch`), annotated as builders do. */
export async function pushOn(
  { host, registry }: ServedRegistry,
  path: string,
  base?: Pushed,
  words = path,
): Promise<Pushed> {
  const claim = base === undefined ? basedOn('scratch') : basedOn(base.reference, base.digest);
  const recipe = layered(base?.recipe, words.replaceAll(/[/:]/g, '-')).annotate(claim);
  const reference = `${host}/${path}`;
  return { recipe, reference, digest: await push(registry, reference, recipe) };
}

/** Takes a tag away, as its owner would; the digest stays. */
export function untag({ registry }: ServedRegistry, path: string): void {
  const [repository = '', tag = ''] = path.split(':');
  registry.state.repositories.get(repository)?.tags.delete(tag);
}

/** Collects everything of a repository that no tag names, as a registry's garbage collection does. */
export function collectGarbage({ registry }: ServedRegistry, repository: string): void {
  const content = registry.state.repositories.get(repository);
  const tagged = new Set(content?.tags.values());
  for (const digest of content?.manifests.keys() ?? [])
    if (!tagged.has(digest)) content?.manifests.delete(digest);
}
