import type { Caller } from '#lib/access/roles.ts';
import { findNewerTags } from '#lib/fleet/bases/newer-tags.ts';
import { readBase } from '#lib/fleet/bases/read-base.ts';
import type { WithDatabase, WithRegistry, WithRegistryStatus } from '#lib/fleet/capabilities.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import type { BaseView, NewerTagsView } from '../../contract/images/bases.ts';
import { presentBase } from '../../present/bases.ts';
import type { CheckLimit } from '../limits/check-limit.ts';

/** Bases and what changed in them, for routes and pages, with the contract's types. */
export function createBaseApplication(
  context: WithDatabase & WithRegistry & WithRegistryStatus,
  checkLimit: CheckLimit,
) {
  /**
   * Runs what contacts the registries of these references. Callers without `track` may do so only a few times; with it,
   * the registries that they name count as chosen.
   */
  async function reaching<T>(who: Caller, references: readonly string[], run: () => Promise<T>): Promise<T> {
    if (!who.permissions.includes('track')) return checkLimit.run(who.account, run);
    await context.registries.choose(references.flatMap((text) => tryParseReference(text)?.registry ?? []));
    return run();
  }
  return {
    readBase: async (reference: string): Promise<BaseView> => presentBase(await readBase(context, reference)),
    async findNewerTags(reference: string, who: Caller): Promise<NewerTagsView> {
      const found = await reaching(who, [reference], () => findNewerTags(context, reference));
      return { ...found, tags: [...found.tags] };
    },
  };
}
