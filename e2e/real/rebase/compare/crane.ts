import { getRaw, getRawBlob, type RawDescriptor } from '../../registries/raw-requests.ts';
import { lookUp } from '../../tools/buildah.ts';
import type { RebaseSetup } from '../setup/rebase-setup.ts';

/** What crane makes of an OCI image: a Docker manifest whose layers keep their OCI types. */
export const UNPULLABLE =
  'skopeo cannot pull it (application/vnd.oci.image.layer.v1.tar+gzip in a Docker manifest); OCI became Docker';

export const NO_INDEX = 'refuses: rebasing an index is not yet supported';
export const NO_ANNOTATIONS = 'refuses: could not determine new base image from annotations';

/** An image's annotations and labels; of an index, those of its first child. */
export interface Words {
  readonly format: 'OCI' | 'Docker';
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Reads an image's annotations and labels without the product's code. */
export async function wordsOf({ registry }: RebaseSetup, name: string): Promise<Words> {
  const { repository, digest, children } = await lookUp(registry, name);
  const [child = digest] = Object.values(children);
  const { json, mediaType } = await getRaw(registry, repository, child);
  const config = await getRawBlob(registry, repository, (json.config as RawDescriptor).digest);
  return {
    format: mediaType.includes('docker') ? 'Docker' : 'OCI',
    annotations: (json.annotations ?? {}) as Words['annotations'],
    labels: ((config.config as { Labels?: Words['labels'] } | undefined)?.Labels ?? {}) as Words['labels'],
  };
}

/**
 * What a rebase made of an image, in words: what it prints, pulled and unpacked by programs that share no code with
 * who made it, and everything about it that is worse than before. `old` are digests of the old base, which nothing
 * may name any more.
 */
export async function describeResult(
  setup: RebaseSetup,
  was: Words,
  after: string,
  old: readonly string[],
): Promise<string> {
  const is = await wordsOf(setup, after);
  const printed = await setup.prints(after).catch((error: unknown) => {
    const type = /unsupported docker v2s2 media type: \\"(?<type>[^\\]+)/.exec(String(error))?.groups?.type;
    return `skopeo cannot pull it (${type === undefined ? String(error) : `${type} in a ${is.format} manifest`})`;
  });
  const lost = Object.keys(was.annotations).filter((key) => !(key in is.annotations));
  const stale = Object.entries({ ...is.annotations, ...is.labels }).flatMap(([key, value]) =>
    old.some((digest) => value.includes(digest)) ? [key] : [],
  );
  return [
    printed,
    ...(was.format === is.format ? [] : [`${was.format} became ${is.format}`]),
    ...(lost.length === 0 ? [] : [`lost ${lost.join(', ')}`]),
    ...stale.map((key) => `${key} still names the old base`),
  ].join('; ');
}

/** `crane rebase` of an image, in words: why it refuses, or {@link describeResult}. */
export async function craneRebase(
  setup: RebaseSetup,
  name: string,
  old: readonly string[],
  bases?: { readonly oldBase: string; readonly newBase: string },
): Promise<string> {
  const given =
    bases === undefined ? [] : ['--old_base', setup.at(bases.oldBase), '--new_base', setup.at(bases.newBase)];
  const result = `${name.slice(0, name.lastIndexOf(':'))}:crane`;
  const args = ['rebase', ...given, '--tag', setup.at(result), setup.at(name)];
  const { status, stderr } = await setup.crane(...args);
  if (status === 0) return describeResult(setup, await wordsOf(setup, name), result, old);
  const reason = REASONS.exec(stderr)?.[0] ?? stderr.trim();
  return `refuses: ${reason}`;
}

/** crane's own words, without times, names and what Go prints of a pointer. */
const REASONS =
  /layer \d+ mismatch|MANIFEST_UNKNOWN|could not determine new base image from annotations|rebasing an index is not yet supported/;
