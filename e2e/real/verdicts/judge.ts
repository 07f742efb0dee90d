import { resolveLineage } from '#lib/lineage/chain/judge-chain.ts';
import type { Need, Unknown } from '#lib/lineage/facts/facts.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { parseConfig } from '#lib/oci/image-config.ts';
import { isManifest } from '#lib/oci/manifest.ts';
import { atDigest, parseReference, type Reference } from '#lib/oci/reference.ts';
import { createRegistry, type RegistryClient } from '#lib/registry/client.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { Connection } from '../registries/connection.ts';
import { createMemoryFacts, keyOf, type MemoryFacts } from './memory-facts.ts';

/** Judges images with the product's own client and resolver, and remembers what it saw. */
export interface Judge {
  /** Judges one image by what is known, asking for what is not. */
  judge(reference: string): Promise<Lineage>;
  /** Looks at every tag anew from here on. */
  lookAgain(): void;
  close(): Promise<void>;
}

/** A judgement that still needs facts after this many rounds goes in circles. */
const MAX_ROUNDS = 100;

/** What a failed look-up comes to: absence, or a reason why it is not known. Other errors pass. */
function failed(error: unknown): { state: 'gone' } | Unknown {
  if (!(error instanceof RegistryError)) throw error;
  if (error.kind === 'not-found') return { state: 'gone' };
  return {
    state: 'unknown',
    reason: { kind: 'stated', text: error.problem },
    notVisible: error.kind === 'not-visible',
  };
}

/** Asks the registry for one fact and notes it. */
async function look(client: RegistryClient, facts: MemoryFacts, need: Need, now: string): Promise<void> {
  switch (need.kind) {
    case 'tag': {
      const fact = await client.resolve(need.reference).then(
        ({ digest }) => ({ state: 'resolved', digest, observedAt: now }) as const,
        (error: unknown) => ({ observedAt: now, ...failed(error) }),
      );
      facts.observe(need.reference, fact);
      return;
    }
    case 'tags': {
      const fact = await client.listTags(need.repository).then(
        (tags) => ({ state: 'present', tags }) as const,
        (error: unknown) => failed(error),
      );
      facts.tagLists.set(keyOf.repository(need.repository), fact);
      return;
    }
    case 'manifest': {
      const fact = await client.getManifest(atDigest(need.repository, need.digest)).then(
        (document) => ({ state: 'present', document }) as const,
        (error: unknown) => failed(error),
      );
      facts.manifests.set(keyOf.content(need.repository, need.digest), fact);
      return;
    }
    case 'config': {
      const fact = await client.getBlob({ ...need.repository, digest: need.digest }).then(
        (bytes) => ({ state: 'present', config: parseConfig(bytes) }) as const,
        (error: unknown) => failed(error),
      );
      facts.configs.set(keyOf.content(need.repository, need.digest), fact);
      return;
    }
    case 'statement': {
      const fact = await client.getBlob({ ...need.repository, digest: need.digest }).then(
        (bytes) => ({ state: 'present', statement: JSON.parse(Buffer.from(bytes).toString()) }) as const,
        (error: unknown) => failed(error),
      );
      facts.statements.set(keyOf.content(need.repository, need.digest), fact);
    }
  }
}

/** What was judged is known from then on, to be found beneath others. */
function remember(facts: MemoryFacts, reference: Reference, lineage: Lineage): void {
  const known = { tracked: true, since: lineage.checkedAt };
  for (const { platform, digest } of lineage.links[0]?.platforms ?? []) {
    const fact = facts.manifest(reference, digest);
    if (fact?.state !== 'present' || !isManifest(fact.document)) continue;
    facts.know({ reference, digest, platform, ...known }, fact.document.content.config.digest);
  }
}

/** Opens a judge that knows these registries and nothing else yet. */
export function openJudge(registries: readonly Connection[]): Judge {
  const client = createRegistry({ registries });
  const facts = createMemoryFacts();
  return {
    judge: async (text) => {
      const reference = parseReference(text);
      const now = new Date().toISOString();
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const resolution = resolveLineage(reference, facts, now);
        if (resolution.kind === 'resolved') {
          remember(facts, reference, resolution.value);
          return resolution.value;
        }
        await Promise.all(resolution.needs.map((need) => look(client, facts, need, now)));
      }
      throw new Error(`${text} still needs facts after ${MAX_ROUNDS} rounds`);
    },
    lookAgain: facts.lookAgain,
    close: () => client.close(),
  };
}
