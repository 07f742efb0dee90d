import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { BaseAnnotations } from '../../merge/annotations.ts';
import type {
  ConfigMode,
  Loss,
  PlannedDocument,
  PlanWarning,
  PlatformImageSource,
  PlatformPlan,
  RebaseRefusal,
} from '../../rebase.ts';
import type { NewClaim } from '../documents/base-claims.ts';
import type { ChildPlan } from '../index/rebuild-indexes.ts';
import type { OldBasePlatform } from '../old-base/verify-base-layers.ts';

/** One platform, with everything its plan is made of; the base's layers are verified. */
export interface PlatformQuestion {
  readonly platform: string;
  readonly image: PlatformImageSource;
  readonly oldBase: OldBasePlatform | null;
  readonly baseLayers: number;
  readonly newBase: PlatformImageSource;
  /** The entry of the new base's index that lists it. */
  readonly newBaseEntry: Descriptor | null;
  /** The annotations of both bases' manifests. */
  readonly annotations: BaseAnnotations;
  readonly claim: NewClaim;
  readonly mode: ConfigMode;
  /** Whether its manifest is the whole image, or a child of an index. */
  readonly place: 'top' | 'child';
  /** Those of the old image and the old base as a whole, without this platform's layers. */
  readonly oldIdentifiers: OldIdentifiers;
}

export interface PlannedPlatform {
  readonly plan: PlatformPlan;
  /** Null if the platform's image does not change. */
  readonly config: PlannedDocument | null;
  /** What its index's entry needs to know. */
  readonly child: ChildPlan;
  /** The new base's layers as the manifest lists them. */
  readonly added: readonly Descriptor[];
  /** The image's blobs that the result keeps. */
  readonly kept: readonly Descriptor[];
  /** The image's layers before. */
  readonly ofImage: readonly Descriptor[];
  readonly warnings: readonly PlanWarning[];
  /** Content of config and manifest that would be false from now on. */
  readonly losses: readonly Loss[];
  /** Layers and settings do not change: there is nothing to rebase. */
  readonly unchanged: boolean;
}

export type PlatformAnswer =
  | { readonly kind: 'planned'; readonly planned: PlannedPlatform }
  | { readonly kind: 'refused'; readonly refusal: RebaseRefusal };

/** Digests and names by which labels and annotations may still name the old image, the old base and its layers. */
export interface OldIdentifiers {
  readonly digests: ReadonlySet<string>;
  /** Empty where the base keeps its name. */
  readonly names: ReadonlySet<string>;
}
