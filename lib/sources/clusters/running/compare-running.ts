import type { Digest } from '#lib/oci/digest.ts';

/** An image as a registry has it: what its name resolves to, and what is below that. */
export interface ImageFamily {
  /** Of the index, or of the only manifest. */
  readonly digest: Digest;
  /** The manifests: those of the index, or the only one, with the same digest as the family. */
  readonly children: readonly {
    readonly digest: Digest;
    /** As `formatPlatform` writes it; `undefined` if not known. */
    readonly platform: string | undefined;
    /** The digest of its config; `undefined` if the manifest was not read. */
    readonly config: Digest | undefined;
  }[];
}

/** What a look-up in a registry found. */
export type FoundImage =
  | { readonly state: 'present'; readonly family: ImageFamily }
  | { readonly state: 'gone' }
  /** Not asked, or no answer: nothing is known. */
  | { readonly state: 'unknown' };

/** One image that runs, and what the registry has now. */
export interface RunningImage {
  /** The digest that the runtime reports: of an index, a manifest or a config. */
  readonly digest: Digest | undefined;
  /** True if it is known to be the digest of a config. No registry has a manifest with it. */
  readonly isConfig: boolean;
  /** The platform of the node. */
  readonly platform: string | undefined;
  /** What the container's reference resolves to now: its tag, or its digest if it is pinned. */
  readonly named: FoundImage;
  /** What the running digest is, whether or not the registry still has it. Needed only if it is not part of `named`. */
  readonly atDigest: FoundImage;
}

/** Whether what runs is what its reference names now. */
export type RunningVerdict =
  /** It runs what a new pod would get. */
  | { readonly state: 'same' }
  /** A new pod would get another build. */
  | { readonly state: 'outdated' }
  /** A new pod would get nothing: it would stop at the next node drain. */
  | { readonly state: 'cannot-pull'; readonly why: 'gone' | 'no-platform' }
  | { readonly state: 'unknown'; readonly why: 'no-digest' | 'not-read' | 'no-platform-known' };

/**
 * Compares a running image with what its reference names now. Runtimes report the digest of the index, of the platform's
 * manifest, or of its config (kubernetes #115199), so both sides are compared as families for the node's platform. Two indexes
 * with the same manifest for that platform are the same image.
 */
export function compareRunning({
  digest,
  isConfig,
  platform,
  named,
  atDigest,
}: RunningImage): RunningVerdict {
  if (named.state === 'gone') return { state: 'cannot-pull', why: 'gone' };
  if (digest === undefined) return { state: 'unknown', why: 'no-digest' };
  if (named.state === 'unknown') return { state: 'unknown', why: 'not-read' };
  const wanted = named.family;
  // It runs something of this very image, whatever the platform says: emulation, or a pinned manifest.
  if (everyDigest(wanted).has(digest)) return { state: 'same' };

  const forNode = childrenFor(wanted, platform);
  if (forNode.length === 0 && wanted.children.length > 0) return { state: 'cannot-pull', why: 'no-platform' };
  if (isConfig) {
    const isRead = forNode.every(({ config }) => config !== undefined);
    return isRead ? { state: 'outdated' } : { state: 'unknown', why: 'not-read' };
  }
  if (atDigest.state === 'unknown') return { state: 'unknown', why: 'not-read' };
  if (atDigest.state === 'gone') return { state: 'outdated' };

  const running = childrenFor(atDigest.family, platform);
  const wantedIds = new Set(forNode.flatMap(idsOf));
  const same = running.filter((child) => idsOf(child).some((id) => wantedIds.has(id)));
  if (same.length === 0) return { state: 'outdated' };
  // Without the node's platform, one manifest in common does not tell whether it is the one that runs.
  const isCertain =
    platform !== undefined || (same.length === running.length && same.length === forNode.length);
  return isCertain ? { state: 'same' } : { state: 'unknown', why: 'no-platform-known' };
}

/** Two manifests with one config are one image, compressed in two ways. */
function idsOf({ digest, config }: ImageFamily['children'][number]): Digest[] {
  return config === undefined ? [digest] : [digest, config];
}

function everyDigest({ digest, children }: ImageFamily): ReadonlySet<Digest> {
  return new Set([digest, ...children.flatMap(idsOf)]);
}

/** The children that a node of this platform may run: those of the platform, and those whose platform is not known. */
function childrenFor(
  { digest, children }: ImageFamily,
  platform: string | undefined,
): ImageFamily['children'] {
  // A manifest without an index is pulled whatever its platform is.
  if (platform === undefined || children[0]?.digest === digest) return children;
  return children.filter((child) => child.platform === undefined || runsOn(child.platform, platform));
}

/** A node tells no variant and no version: `linux/arm64` runs `linux/arm64/v9`, and Windows one of its releases. */
function runsOn(child: string, node: string): boolean {
  const base = (platform: string) => platform.split(':')[0]?.split('/').slice(0, 2).join('/');
  return base(child) === base(node);
}
