import { createMemoryWatch } from '#lib/judging/testing-memory-watch.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry } from '#lib/registry/client.ts';
import type { Connection } from '../registries/connection.ts';

/** Judges images with the product's own client, driver and memory. */
export interface Judge {
  /** Judges one image, which is known as a possible base of others from then on. */
  judge(reference: string): Promise<Lineage>;
  /** Begins a new scan: every tag is resolved again. */
  nextScan(): void;
  close(): Promise<void>;
}

/** Opens a judge that knows these registries and has seen nothing yet. */
export function openJudge(registries: readonly Connection[]): Judge {
  const client = createRegistry({ registries });
  const watch = createMemoryWatch(client, () => new Date());
  return {
    judge: async (text) => (await watch.judge(parseReference(text))).lineage,
    nextScan: watch.nextScan,
    close: () => client.close(),
  };
}
