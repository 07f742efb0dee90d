import type { Repository } from '#lib/oci/reference.ts';
import type { Patience } from '#lib/rebase/execution/retry-timing.ts';
import type { PushRefusal } from '#lib/rebase/push-policy.ts';
import type { Registry } from '#lib/registry/registry.ts';

/** What may write to registries: nothing, unless the operator opened it repository by repository. */
export interface Push {
  readonly registry: Registry;
  /** Why a repository may not be written; `undefined` if it may. Checked again right before each write. */
  refusal(repository: Repository): PushRefusal | undefined;
  /** Whether a cascade includes images whose base only layers name, when it is in this repository. */
  cascadesByLayers(base: Repository): boolean;
  /** Seconds for which a tag keeps the old digest from garbage collection; null for no tag. */
  readonly keepOldSeconds: number | null;
  /** The waiting times of executions; real time by default. */
  readonly patience?: Patience;
}

/** Writes to registries, within the operator's rules. */
export interface WithPush {
  readonly push: Push;
}
