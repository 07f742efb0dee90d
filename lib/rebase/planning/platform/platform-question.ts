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

/** One platform, with everything its plan is made of; the base's layers are proven. */
export interface PlatformQuestion {
  readonly platform: string;
  readonly image: PlatformImageSource;
  readonly oldBase: OldBasePlatform | null;
  readonly baseLayers: number;
  readonly newBase: PlatformImageSource;
  /** The entry of the new base's index that lists it. */
  readonly newBaseEntry: Descriptor | null;
  /** What both bases' manifests say of themselves. */
  readonly annotations: BaseAnnotations;
  readonly claim: NewClaim;
  readonly mode: ConfigMode;
  /** Whether its manifest stands alone, or is a child of an index. */
  readonly place: 'top' | 'child';
  /** Those of the old image and the old base as a whole, without this platform's layers. */
  readonly oldIdentifiers: OldIdentifiers;
}

export interface PlannedPlatform {
  readonly plan: PlatformPlan;
  /** Null where the platform's image stays what it is. */
  readonly config: PlannedDocument | null;
  /** What an index's entry needs of it. */
  readonly child: ChildPlan;
  /** The new base's layers as the manifest lists them. */
  readonly added: readonly Descriptor[];
  /** Blobs that the result has of the image. */
  readonly kept: readonly Descriptor[];
  /** The image's layers before. */
  readonly ofImage: readonly Descriptor[];
  readonly warnings: readonly PlanWarning[];
  /** Content of config and manifest that would no longer be true. */
  readonly losses: readonly Loss[];
  /** Layers and settings are what they were: there is nothing to rebase. */
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
