import type { Descriptor } from '#lib/oci/descriptor.ts';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { isIndex } from '#lib/oci/manifest.ts';
import type { Repository } from '#lib/oci/reference.ts';
import type { ImageSource, PlanWarning, TagAttachment } from '#lib/rebase/rebase.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { WithRegistry } from '../../capabilities.ts';

/** Documents about an image's digests, and what could not be checked. */
export interface Attached {
  readonly referrers: readonly Descriptor[];
  readonly attachments: readonly TagAttachment[];
  readonly warnings: readonly PlanWarning[];
}

/** How many images of an index are checked at most: each costs a request. */
const MAX_SUBJECTS = 12;
/** How many tags that name an image's digests are read; each costs a request. */
const MAX_TAGS = 64;
/** What cosign adds to a digest's tag (sigstore/cosign, specs/SIGNATURE_SPEC.md § Tag-based discovery). */
const SUFFIXES = ['.sig', '.att', '.sbom'] as const;
const DIGEST_TAG = /sha256-([0-9a-f]{64})(\..+)?$/;

/**
 * Finds the signatures, attestations and other documents that refer to an image's digests: referrers, and tags that
 * name a digest. What could not be checked is a warning, not absent. Never rejects with a `RegistryError`.
 */
export async function findAttached(
  context: WithRegistry,
  repository: Repository,
  original: ImageSource,
): Promise<Attached> {
  const subjects = [...new Set(digestsOf(original))];
  const asked = subjects.slice(0, MAX_SUBJECTS);
  const [lists, tagged] = await Promise.all([
    Promise.allSettled(asked.map((digest) => context.registry.listReferrers({ ...repository, digest }))),
    findTagged(context, repository, subjects),
  ]);
  const unread = lists.find((list) => list.status === 'rejected');
  const left = subjects.length - asked.length;
  return {
    referrers: [
      ...lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : [])),
      ...tagged.referrers,
    ],
    attachments: tagged.attachments,
    warnings: [
      ...(unread === undefined ? [] : [notRead('Whether documents refer to the image', unread.reason)]),
      ...(left === 0
        ? []
        : [
            warning(
              `Whether documents refer to ${left} of the image’s ${subjects.length} manifests was not checked: there are too many.`,
            ),
          ]),
      ...tagged.warnings,
    ],
  };
}

/** All digests of an image: its own, and those of its platforms. */
export function digestsOf(source: ImageSource): Digest[] {
  if (source.kind === 'manifest') return [source.document.digest];
  return [source.document.digest, ...[...source.children.values()].flatMap(digestsOf)];
}

/** One request lists every tag. If it fails, the tags that cosign makes are requested one by one. */
async function findTagged(
  context: WithRegistry,
  repository: Repository,
  subjects: readonly Digest[],
): Promise<Attached> {
  const wanted = new Set<string>(subjects);
  const tags = await context.registry.listTags(repository).catch(failed);
  if (tags instanceof RegistryError) return probe(context, repository, subjects, tags);
  const naming = tags.filter((tag) => {
    const digest = `sha256:${DIGEST_TAG.exec(tag)?.[1]}`;
    return isDigest(digest) && wanted.has(digest);
  });
  const left = naming.length - MAX_TAGS;
  const found = await Promise.all(naming.slice(0, MAX_TAGS).map((tag) => readTag(context, repository, tag)));
  const all = merge(found);
  if (left <= 0) return all;
  return {
    ...all,
    warnings: [...all.warnings, warning(`${left} more tags name the image’s digests and were not read.`)],
  };
}

async function probe(
  context: WithRegistry,
  repository: Repository,
  subjects: readonly Digest[],
  why: RegistryError,
): Promise<Attached> {
  const asked = subjects.slice(0, MAX_SUBJECTS);
  const tags = asked.flatMap((digest) => SUFFIXES.map((suffix) => `${digest.replace(':', '-')}${suffix}`));
  const found = await Promise.all(
    tags.map(async (tag): Promise<Attached> => {
      const now = await context.registry.resolve({ ...repository, tag }).catch(failed);
      if (!(now instanceof RegistryError)) return { ...NOTHING, attachments: [{ tag, digest: now.digest }] };
      if (now.kind === 'not-found') return NOTHING;
      return { ...NOTHING, warnings: [notRead('Whether signature tags name the image', now)] };
    }),
  );
  const { attachments, warnings } = merge(found);
  const [first] = warnings;
  if (first !== undefined) return { ...NOTHING, attachments, warnings: [first] };
  if (asked.length === subjects.length) return { ...NOTHING, attachments };
  return {
    ...NOTHING,
    attachments,
    warnings: [notRead('Whether signature tags name all of the image’s manifests', why)],
  };
}

/** A tag that names a digest: an index of referrers under the bare digest, a document of its own under a suffix. */
async function readTag(context: WithRegistry, repository: Repository, tag: string): Promise<Attached> {
  const address = { ...repository, tag };
  if (DIGEST_TAG.exec(tag)?.[2] !== undefined) {
    const now = await context.registry.resolve(address).catch(failed);
    // The tag is listed, so there is a document, but its content is not known.
    return {
      ...NOTHING,
      attachments: [{ tag, digest: now instanceof RegistryError ? null : now.digest }],
    };
  }
  const document = await context.registry.getManifest(address).catch(failed);
  if (document instanceof RegistryError) {
    return { ...NOTHING, warnings: [notRead(`What the tag \`${tag}\` says about the image`, document)] };
  }
  return isIndex(document)
    ? { ...NOTHING, referrers: document.content.manifests }
    : { ...NOTHING, attachments: [{ tag, digest: document.digest }] };
}

const NOTHING: Attached = { referrers: [], attachments: [], warnings: [] };

function merge(all: readonly Attached[]): Attached {
  return {
    referrers: all.flatMap(({ referrers }) => referrers),
    attachments: all.flatMap(({ attachments }) => attachments),
    warnings: all.flatMap(({ warnings }) => warnings),
  };
}

function notRead(what: string, error: unknown): PlanWarning {
  return warning(
    `${what} could not be checked: ${error instanceof RegistryError ? error.problem : 'the registry failed'}. Signatures that are not listed here may be lost.`,
  );
}

function warning(detail: string): PlanWarning {
  return { kind: 'unread-referrers', platform: null, detail };
}

function failed(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error;
  throw error;
}
