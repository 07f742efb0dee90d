import { loadImage } from '#lib/fleet/rebase/planning/load-image.ts';
import type { DocumentCache } from '#lib/fleet/services/document-cache.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { executePlan } from '#lib/rebase/execution/execute.ts';
import { rollBack } from '#lib/rebase/execution/roll-back.ts';
import { planRebase } from '#lib/rebase/planning/plan-rebase.ts';
import type { RebaseAnswer, RebasePlan, RebaseQuestion } from '#lib/rebase/rebase.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { connectionTo } from '../../registries/connection.ts';
import type { RealRegistry } from '../../registries/registries.ts';

/** What to rebase; names are `repository:tag` or `repository@digest` in the one registry. */
interface RebaseRequest {
  readonly image: string;
  /** What the image is based on now. */
  readonly oldBase: string;
  readonly newBase: string;
  /** The tag to put; the image's own by default. */
  readonly target?: string;
}

/** The product's own rebase at a real registry: plans by its planner, executes by its executor. */
export interface Rebaser {
  plan(request: RebaseRequest): Promise<RebaseAnswer>;
  /** Plans and executes; rejects where the plan is refused or the execution does not end as done. */
  rebase(request: RebaseRequest): Promise<RebasePlan>;
  /** Puts the plan's target back to what it was. */
  rollBack(plan: RebasePlan): Promise<string>;
  close(): Promise<void>;
}

/** Keeps nothing between plans: each document is read from the registry. */
const NO_CACHE: DocumentCache = {
  get: async () => undefined,
  put: async () => undefined,
  obtain: async (_, { parse, fetch }) => parse(await fetch()),
  passing: () => NO_CACHE,
  written: async () => undefined,
};

/** Opens the product's rebase on a registry. */
export function openRebaser(registry: RealRegistry): Rebaser {
  const client = createRegistry({ registries: [connectionTo(registry)] });
  const named = (name: string) => parseReference(`${registry.host}/${name}`);

  const load = async (name: string) => {
    const reference = named(name);
    const { digest } = await client.resolve(reference);
    return loadImage({ documents: NO_CACHE, registry: client }, reference, digest);
  };

  async function plan(request: RebaseRequest): Promise<RebaseAnswer> {
    const reference = named(request.image);
    const target = named(request.target ?? request.image);
    const [original, oldBase, newBase] = await Promise.all([
      load(request.image),
      load(request.oldBase),
      load(request.newBase),
    ]);
    const { targetDigest, targetEtag } = await targetNow(request, original.document.digest);
    const question: RebaseQuestion = {
      reference,
      original,
      oldBase: { state: 'present', repository: named(request.oldBase), source: oldBase },
      oldBaseName: null,
      newBase: { reference: named(request.newBase), source: newBase },
      target,
      targetDigest,
      ...(targetEtag === undefined ? {} : { targetEtag }),
      configMode: 'merge',
      referrers: [],
    };
    return planRebase(question);
  }

  /** What the target's tag holds; another target than the image's tag is new in these tests. */
  async function targetNow(
    request: RebaseRequest,
    original: Digest,
  ): Promise<{ targetDigest: Digest | null; targetEtag?: string | undefined }> {
    if (request.target !== undefined) return { targetDigest: null };
    const now = await client.resolve(named(request.image));
    return { targetDigest: original, targetEtag: now.etag };
  }

  return {
    plan,
    rebase: async (request) => {
      const answer = await plan(request);
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
