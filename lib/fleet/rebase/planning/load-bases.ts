import type { BaseVerdict, LineageLink } from '#lib/lineage/verdict/lineage.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { diffIds } from '#lib/oci/image-config.ts';
import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import { resolvedOrNull } from '#lib/rebase/execution/read-tag.ts';
import { ownAnnotations } from '#lib/rebase/planning/documents/own-annotations.ts';
import type { ImageSource, OldBase, RebaseQuestion, RememberedBase } from '#lib/rebase/rebase.ts';
import { isAbsent, undefinedIfAbsent } from '#lib/registry/errors.ts';
import type { WithDocuments, WithRegistry } from '../../capabilities.ts';
import { refuse } from '../errors.ts';
import { digestsOf } from './find-attached-documents.ts';
import { loadImage } from './load-image.ts';
import type { PlannedImages } from './planned-images.ts';

/** The old base as the verdict found it: by its digest, or what is still known of its platforms. */
export async function loadOldBase(
  context: WithDocuments & WithRegistry,
  base: BaseVerdict,
  name: Reference | null,
  below: LineageLink | undefined,
): Promise<OldBase> {
  const platforms = name !== null && below !== undefined ? below.platforms : [];
  if (name !== null && base.digest !== null) {
    const source = await loadImage(context, name, base.digest).catch(undefinedIfAbsent);
    if (source !== undefined && platforms.every(({ digest }) => holds(source, digest))) {
      return { state: 'present', repository: name, source };
    }
  }
  const remembered = new Map<string, RememberedBase>();
  for (const { platform, digest } of platforms) {
    const source =
      name === null ? undefined : await loadImage(context, name, digest).catch(undefinedIfAbsent);
    if (source?.kind !== 'manifest') continue;
    const annotations = ownAnnotations(source.document);
    remembered.set(platform, {
      digest,
      diffIds: diffIds(source.config),
      config: source.config,
      ...(annotations === undefined ? {} : { annotations }),
    });
  }
  const digest = base.digest ?? below?.digest ?? null;
  if (remembered.size === 0 || digest === null) return { state: 'gone', digest: base.digest };
  return { state: 'remembered', digest, platforms: remembered };
}

/**
 * The new base: what another plan will have pushed under its name, or what is there now. If a name has a tag and a
 * digest, the digest is taken. Throws `RebaseRefusedError` if the base is gone.
 */
export async function loadNewBase(
  context: WithDocuments & WithRegistry,
  name: Reference,
  planned: PlannedImages,
): Promise<Omit<RebaseQuestion['newBase'], 'reference'>> {
  const known = planned.find(name);
  if (known !== undefined) return { source: await loadImage(planned.over(context), name, known) };
  try {
    const { digest } = await context.registry.resolve(name);
    const source = await loadImage(context, name, digest);
    const tag = watchedTag(name);
    if (name.digest === undefined || tag === undefined) return { source };
    const now = planned.find(tag) ?? (await resolvedOrNull(context.registry, tag))?.digest;
    return { source, tagDigest: now ?? null };
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return refuse(
      'base-gone',
      `${formatReference(name)} does not exist, or no longer does. Choose another base.`,
      ['choose-another-base', 'rebuild'],
    );
  }
}

function holds(source: ImageSource, digest: Digest): boolean {
  return digestsOf(source).includes(digest);
}
