import type { Annotations } from '#lib/oci/annotations.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { ImageConfig } from '#lib/oci/image-config.ts';
import type { ImageIndex, ImageManifest, ManifestDocument } from '#lib/oci/manifest.ts';
import type { Reference, Repository } from '#lib/oci/reference.ts';
import type { PlannedLayer } from './layer.ts';
import type { MergedChanges } from './merged-changes.ts';
import type { DocumentKind } from './states.ts';

/** `merge` takes the new base's settings where the image never changed them; `keep-original` touches none. */
export const CONFIG_MODE = ['merge', 'keep-original'] as const;
export type ConfigMode = (typeof CONFIG_MODE)[number];

export const REFUSAL_KIND = [
  'no-base',
  'not-based-on',
  'unverifiable',
  'base-gone',
  'platform-missing',
  'already-current',
  'not-rebasable',
  'unsupported-media-type',
  'push-disabled',
  'not-allowed',
  'ambiguous',
] as const;
export type RefusalKind = (typeof REFUSAL_KIND)[number];

/** What a person can do where a rebase is refused. */
export const REMEDY = [
  'rebuild',
  'rebase-chain',
  'annotate',
  'choose-another-base',
  'open-push',
  'none-needed',
] as const;
export type Remedy = (typeof REMEDY)[number];

/** Why an image cannot be rebased: an expected outcome, with its facts. */
export interface RebaseRefusal {
  readonly kind: RefusalKind;
  /** A sentence or two: the finding, and what to do instead. */
  readonly detail: string;
  /** The platform that it was found on, if it concerns one alone. */
  readonly platform?: string;
  /** Digests, counts and names that were compared, by a short name. */
  readonly facts: Readonly<Record<string, string | number | readonly string[]>>;
  readonly instead: readonly Remedy[];
  /** The cascade that would make the image current, where a base further down has moved. */
  readonly cascade?: ChainCascade;
}

/** A cascade along one image's chain of bases. Names are fully qualified. */
export interface ChainCascade {
  /** The base whose tag has moved. */
  readonly reference: string;
  /** The image at the end of the chain. */
  readonly to: string;
  /** What is rebased, in that order; the last one is `to`. */
  readonly chain: readonly string[];
}

/** A platform image with the documents a plan reads: pure data, fetched beforehand. */
export interface PlatformImageSource {
  readonly kind: 'manifest';
  readonly document: ManifestDocument<ImageManifest>;
  readonly config: ImageConfig;
}

/** An index with what its entries hold, by digest. Entries that nothing can run have no child here. */
export interface IndexSource {
  readonly kind: 'index';
  readonly document: ManifestDocument<ImageIndex>;
  readonly children: ReadonlyMap<Digest, ImageSource>;
  /** Entries whose manifest or config the registry does not have: a mirror that copied only some platforms. */
  readonly missing?: readonly Descriptor[];
}

export type ImageSource = PlatformImageSource | IndexSource;

/** What the image is based on: its documents or, if they are gone, what is still known about it. */
export type OldBase =
  | { readonly state: 'present'; readonly repository: Repository; readonly source: ImageSource }
  /** Gone from its registry, its layers known from an earlier check: diff IDs by platform. */
  | {
      readonly state: 'remembered';
      readonly digest: Digest;
      readonly platforms: ReadonlyMap<string, RememberedBase>;
    }
  | { readonly state: 'gone'; readonly digest: Digest | null };

/** The layers of a base that is gone; its config where that was kept. */
export interface RememberedBase {
  readonly digest: Digest;
  readonly diffIds: readonly Digest[];
  readonly config?: ImageConfig;
  /** Of its manifest; absent where they are not known, or its format has none. */
  readonly annotations?: Annotations;
}

/** Everything a plan is made of. */
export interface RebaseQuestion {
  /** The tag that was resolved, and the digest it had. */
  readonly reference: Reference;
  readonly original: ImageSource;
  readonly oldBase: OldBase;
  /** The base's name that the verdict followed; null if only layers identify it. */
  readonly oldBaseName: Reference | null;
  readonly newBase: {
    readonly reference: Reference;
    readonly source: ImageSource;
    /** What its tag resolved to, where that may be another image than `source`; null for no such tag. */
    readonly tagDigest?: Digest | null;
  };
  /** The tag to put; the reference itself by default. */
  readonly target: Reference;
  /** What the target's tag resolved to: the original, if it is the same tag; null for no such tag. */
  readonly targetDigest: Digest | null;
  /** Validator of the target's tag then, for `If-Match`. */
  readonly targetEtag?: string;
  readonly configMode: ConfigMode;
  /** How many layers are the base's, as stated by an operator; the plan warns of it. */
  readonly baseLayersOverride?: number;
  /** Descriptors whose subject is the original or one of its children: what no longer applies afterwards. */
  readonly referrers: readonly Descriptor[];
  /** Tags that name the digest of the original or of one of its children: `sha256-….sig` and its like. */
  readonly attachments?: readonly TagAttachment[];
}

/** A tag `sha256-<hex>.<suffix>`, by which cosign and others attach documents to a digest. */
export interface TagAttachment {
  readonly tag: string;
  /** What the tag holds; null where that could not be read. */
  readonly digest: Digest | null;
}

export interface PlatformPlan {
  readonly platform: string;
  readonly fromDigest: Digest;
  readonly toDigest: Digest;
  readonly oldBaseDigest: Digest | null;
  readonly newBaseDigest: Digest;
  /** Layers of the old base that the new one does not have. */
  readonly layersRemoved: readonly PlannedLayer[];
  /** Layers of the new base that the old one does not have. */
  readonly layersAdded: readonly PlannedLayer[];
  /** Layers that both bases have, then the image's own. */
  readonly layersKept: readonly PlannedLayer[];
  /** How many layers are the base's. */
  readonly baseLayersBefore: number;
  readonly baseLayersAfter: number;
  readonly config: MergedChanges;
  /** Of the platform's manifest. */
  readonly annotations: MergedChanges;
}

/** A blob of the new base that the target repository needs, and the repository that has it. */
export interface BlobMove {
  readonly digest: Digest;
  readonly size: number;
  readonly mediaType: string;
  readonly from: Repository;
}

/** A document to put, as the exact text whose UTF-8 bytes have the digest. */
export interface PlannedDocument {
  readonly kind: DocumentKind;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly text: string;
  readonly platform: string | null;
}

/** What a rebased image may lose. */
export const LOSS_KIND = [
  'attestation',
  'signature',
  'sbom',
  'referrer',
  'build-cache',
  'build-record',
  'annotation',
] as const;
export type LossKind = (typeof LOSS_KIND)[number];

/** Something the rebased image no longer has, and why: a signature, an attestation, a build cache. */
export interface Loss {
  readonly kind: LossKind;
  readonly digest: Digest | null;
  readonly detail: string;
}

/** What a person should know before a plan is executed. */
export const WARNING_KIND = [
  'overwrites-base',
  'distribution',
  'major-version',
  'architecture',
  'config-drift',
  'runs-as-root',
  'user-changed',
  'path-shortened',
  'entrypoint-changed',
  'cmd-changed',
  'working-dir-changed',
  'stop-signal-changed',
  'history-rebuilt',
  'inherited-annotations',
  'names-old-base',
  'on-build',
  'too-many-layers',
  'layer-count-override',
  'unread-layers',
  'unread-referrers',
  'other-base',
  'base-tag-elsewhere',
  'base-by-layers',
] as const;
export type WarningKind = (typeof WARNING_KIND)[number];

export interface PlanWarning {
  readonly kind: WarningKind;
  readonly platform: string | null;
  readonly detail: string;
  /** Paths within the image that it is about. */
  readonly paths?: readonly string[];
  /** The setting that it is about, before and after, where it is about one. Null for not set. */
  readonly setting?: { readonly before: string | null; readonly after: string | null };
}

/** A tag, fully qualified, and what it held. */
export interface ResolvedTag {
  readonly reference: string;
  readonly digest: Digest | null;
}

/** What will happen, to the byte: pure data, the same for the same question. The plan that is shown is executed. */
export interface RebasePlan {
  /** Fully qualified names. */
  readonly reference: string;
  readonly target: string;
  readonly fromDigest: Digest;
  readonly toDigest: Digest;
  /** What the target's tag resolved to when this was planned, and still must; null for no such tag. */
  readonly targetDigest: Digest | null;
  /** Validator of the target's tag for the conditional PUT, where the registry gave one. */
  readonly targetEtag: string | null;
  /**
   * What each tag that the plan depends on resolved to when it was planned; null for no such tag. The execution
   * starts only while all of them still do.
   */
  readonly resolved: readonly ResolvedTag[];
  readonly oldBase: { readonly name: string | null; readonly digest: Digest | null };
  readonly newBase: { readonly name: string; readonly digest: Digest };
  readonly configMode: ConfigMode;
  readonly platforms: readonly PlatformPlan[];
  /** Of the index and of its entries; empty where the image has no index. */
  readonly annotations: MergedChanges;
  /** Blobs to mount from the same registry. */
  readonly mounts: readonly BlobMove[];
  /** Blobs to stream from another registry. */
  readonly copies: readonly BlobMove[];
  readonly bytesToCopy: number;
  /** In the order they are put; the last one is what the target's tag then holds. */
  readonly documents: readonly PlannedDocument[];
  readonly losses: readonly Loss[];
  readonly warnings: readonly PlanWarning[];
  /** Registry requests that the execution takes if every mount works, tokens apart. */
  readonly requests: number;
}

export type RebaseAnswer =
  | { readonly kind: 'planned'; readonly plan: RebasePlan }
  | { readonly kind: 'refused'; readonly refusal: RebaseRefusal };
