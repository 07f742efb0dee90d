import { loadImage } from '#lib/fleet/rebase/planning/load-image.ts';
import type { DocumentCache } from '#lib/fleet/services/document-cache.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { executePlan } from '#lib/rebase/execution/execute.ts';
import { rollBack } from '#lib/rebase/execution/roll-back.ts';
import { planRebase } from '#lib/rebase/planning/plan-rebase.ts';
import type { RebaseAnswer, RebasePlan, RebaseQuestion } from '#lib/rebase/rebase.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { connectionTo } from '../registries/connection.ts';
import type { RealRegistry } from '../registries/registries.ts';

/** What to rebase; names are `repository:tag` or `repository@digest` in the one registry. */
export interface RebaseWish {
  readonly image: string;
  /** What the image stands on now. */
  readonly oldBase: string;
  readonly newBase: string;
  /** The tag to put; the image's own unless told. */
  readonly target?: string;
}

/** The product's own rebase at a real registry: plans by its planner, executes by its executor. */
export interface Rebaser {
  plan(wish: RebaseWish): Promise<RebaseAnswer>;
  /** Plans and executes; rejects where the plan is refused or the execution does not end as done. */
  rebase(wish: RebaseWish): Promise<RebasePlan>;
  /** Puts the plan's target back to what it was. */
  rollBack(plan: RebasePlan): Promise<string>;
  close(): Promise<void>;
}

/** Nothing is remembered between plans: each document is read from the registry. */
const FORGETFUL: DocumentCache = {
  get: async () => undefined,
  put: async () => undefined,
  obtain: async (_, { parse, fetch }) => parse(await fetch()),
  passing: () => FORGETFUL,
  written: async () => undefined,
};

/** Opens the product's rebase on a registry. */
export function openRebaser(registry: RealRegistry): Rebaser {
  const client = createRegistry({ registries: [connectionTo(registry)] });
  const named = (name: string) => parseReference(`${registry.host}/${name}`);

  const load = async (name: string) => {
    const reference = named(name);
    const { digest } = await client.resolve(reference);
    return loadImage({ documents: FORGETFUL, registry: client }, reference, digest);
  };

  async function plan(wish: RebaseWish): Promise<RebaseAnswer> {
    const reference = named(wish.image);
    const target = named(wish.target ?? wish.image);
    const [original, oldBase, newBase] = await Promise.all([
      load(wish.image),
      load(wish.oldBase),
      load(wish.newBase),
    ]);
    const { targetDigest, targetEtag } = await targetNow(wish, original.document.digest);
    const question: RebaseQuestion = {
      reference,
      original,
      oldBase: { state: 'present', repository: named(wish.oldBase), source: oldBase },
      oldBaseName: null,
      newBase: { reference: named(wish.newBase), source: newBase },
      target,
      targetDigest,
      ...(targetEtag === undefined ? {} : { targetEtag }),
      configMode: 'merge',
      referrers: [],
    };
    return planRebase(question);
  }

  /** The target's tag as it is; a tag of its own is a new one in these tests. */
  async function targetNow(
    wish: RebaseWish,
    original: Digest,
  ): Promise<{ targetDigest: Digest | null; targetEtag?: string | undefined }> {
    if (wish.target !== undefined) return { targetDigest: null };
    const now = await client.resolve(named(wish.image));
    return { targetDigest: original, targetEtag: now.etag };
  }

  return {
    plan,
    rebase: async (wish) => {
      const answer = await plan(wish);
      if (answer.kind === 'refused') throw new Error(`refused: ${JSON.stringify(answer.refusal)}`);
      const outcome = await executePlan(client, answer.plan);
      if (outcome.kind !== 'done') throw new Error(`the execution ended as ${JSON.stringify(outcome)}`);
      return answer.plan;
    },
    rollBack: async ({ target, toDigest, targetDigest }) => {
      const question = { target: parseReference(target), toDigest, backTo: targetDigest };
      return (await rollBack(client, question)).kind;
    },
    close: () => client.close(),
  };
}
