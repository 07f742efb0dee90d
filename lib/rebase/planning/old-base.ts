import { diffIds } from '#lib/oci/config.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { OldBase } from '../rebase.ts';
import { ownAnnotations } from './base-annotations.ts';
import { leafFor, platformsOf } from './pairing.ts';
import type { OldBasePlatform } from './proof.ts';

/** What is known of one platform of the old base; null where it is gone, or never had it. */
export function oldBaseFor(oldBase: OldBase, platform: string): OldBasePlatform | null {
  if (oldBase.state === 'gone') return null;
  if (oldBase.state === 'remembered') return oldBase.platforms.get(platform) ?? null;
  const leaf = leafFor(platformsOf(oldBase.source), platform);
  if (leaf === undefined) return null;
  const { document, config } = leaf.image;
  const annotations = ownAnnotations(document);
  return {
    digest: document.digest,
    diffIds: diffIds(config),
    layers: document.content.layers.map(({ digest }) => digest),
    config,
    ...(annotations === undefined ? {} : { annotations }),
    ...(leaf.entry?.annotations ? { listed: leaf.entry.annotations } : {}),
  };
}

/** What the old base's name resolved to when the image was built; null where that is not known. */
export function oldDigestOf(oldBase: OldBase): Digest | null {
  return oldBase.state === 'present' ? oldBase.source.document.digest : oldBase.digest;
}
