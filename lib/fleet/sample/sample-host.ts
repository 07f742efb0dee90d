import { createMemoryRegistry } from '#lib/registry/memory/registry.ts';
import { readOnly } from '#lib/registry/read-only.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import type { Database } from '#lib/store/database.ts';
import { readFlag, writeFlag } from '#lib/store/flags.ts';
import { buildSampleFleet, type SampleFleet } from './sample-fleet.ts';

/** What all processes must agree on about the sample: whether it is open, and how often its base has moved. */
export interface SampleState {
  readonly open: boolean;
  readonly moves: number;
}

const FLAG = 'sample-fleet';
const CLOSED: SampleState = { open: false, moves: 0 };
/** Other processes see a move this much later at most. */
const TRUST_MS = 100;

export async function readSampleState(db: Database): Promise<SampleState> {
  const value = (await readFlag(db, FLAG)) as Partial<SampleState> | undefined;
  return { ...CLOSED, ...value };
}

export async function writeSampleState(db: Database, state: SampleState): Promise<void> {
  await writeFlag(db, FLAG, state);
}

/**
 * The sample's registry in this process, brought to the state that the database tells before each look: its
 * content is the same in every process, since it follows from the number of moves alone. Empty while closed.
 */
export function sampleRegistry(db: Database): RegistryReader {
  const empty = readOnly(createMemoryRegistry());
  let fleet: Promise<SampleFleet> | undefined;
  let applied = 0;
  let trusted: { at: number; registry: Promise<RegistryReader> } | undefined;

  async function bring(): Promise<RegistryReader> {
    const state = await readSampleState(db);
    if (!state.open) {
      fleet = undefined;
      return empty;
    }
    if (fleet === undefined || applied > state.moves) {
      fleet = buildSampleFleet();
      applied = 0;
    }
    const built = await fleet;
    for (; applied < state.moves; applied += 1) await built.move();
    return built.registry;
  }

  function current(): Promise<RegistryReader> {
    const now = Date.now();
    if (trusted === undefined || now - trusted.at > TRUST_MS) trusted = { at: now, registry: bring() };
    return trusted.registry;
  }

  return {
    resolve: async (reference, call) => (await current()).resolve(reference, call),
    getManifest: async (reference, call) => (await current()).getManifest(reference, call),
    getBlob: async (address, call) => (await current()).getBlob(address, call),
    openBlob: async (address, call) => (await current()).openBlob(address, call),
    hasBlob: async (address, call) => (await current()).hasBlob(address, call),
    listTags: async (repository, call) => (await current()).listTags(repository, call),
    listReferrers: async (address, call) => (await current()).listReferrers(address, call),
  };
}
