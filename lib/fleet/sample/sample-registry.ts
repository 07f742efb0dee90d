import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { TrustsBase } from '#lib/judging/operator-bases/trusted-bases.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { isDigest } from '#lib/oci/digest.ts';
import type { Reference } from '#lib/oci/reference.ts';
import { createMemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import type { Registry } from '#lib/registry/registry.ts';
import type { Database } from '#lib/store/database/database.ts';
import { readFlag, writeFlag } from '#lib/store/service/flags.ts';
import {
  deleteSampleWrites,
  insertSampleWrite,
  type NewSampleWrite,
  readSampleWrites,
  type SampleWrite,
} from '#lib/store/service/sample-registry-writes.ts';
import { SAMPLE_HOST } from './recipes.ts';
import { buildSampleFleet, type SampleFleet } from './sample-fleet.ts';

/** What all processes must agree on: whether the sample fleet is open, and since which opening. */
export interface SampleState {
  /** Null while it is closed; another each time it is opened. */
  readonly opening: string | null;
}

const storedState: z.ZodType<SampleState> = z.object({ opening: z.string().nullable() });

const FLAG = 'sample-fleet';
/** Other processes see a change this much later at most. */
const TRUST_MS = 100;

export async function readSampleState(db: Database): Promise<SampleState> {
  return (await readFlag(db, FLAG, storedState)) ?? { opening: null };
}

/** Opens the sample's registry as it was built, without anything that was pushed to it before. Returns the opening. */
export async function openSampleRegistry(db: Database): Promise<string> {
  await deleteSampleWrites(db);
  const opening = randomUUID();
  await writeFlag(db, FLAG, { opening } satisfies SampleState);
  return opening;
}

export async function closeSampleRegistry(db: Database): Promise<void> {
  await writeFlag(db, FLAG, { opening: null } satisfies SampleState);
  await deleteSampleWrites(db);
}

/** Moves the base that the open sample fleet announces. */
export async function moveSampleTag(db: Database): Promise<void> {
  await insertSampleWrite(db, { kind: 'move' });
}

interface Copy {
  readonly opening: string;
  readonly fleet: SampleFleet;
  /** The last change that this copy has. */
  applied: number;
}

/**
 * The sample's registry in this process. Before each call it is brought up to date from the database: as it was built,
 * then every change in order, so that it is the same in every process. Empty while it is closed.
 */
export function sampleRegistry(db: Database): Registry {
  const empty = createMemoryRegistry();
  let copy: Copy | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let trusted: { at: number; registry: Promise<Registry> } | undefined;

  async function bring(): Promise<Registry> {
    const { opening } = await readSampleState(db);
    if (opening === null) {
      copy = undefined;
      return empty;
    }
    if (copy?.opening !== opening) copy = { opening, fleet: await buildSampleFleet(), applied: 0 };
    const mine = copy;
    for (const write of await readSampleWrites(db, mine.applied)) {
      await apply(mine.fleet, write);
      mine.applied = write.seq;
    }
    return mine.fleet.registry;
  }

  function current(): Promise<Registry> {
    const now = Date.now();
    if (trusted === undefined || now - trusted.at > TRUST_MS) {
      // One after the other: two that brought the same copy would apply a change twice.
      const registry = last.then(bring);
      last = registry.catch(() => undefined);
      trusted = { at: now, registry };
    }
    return trusted.registry;
  }

  /** A change is made here first, where it may be refused, then stored; the next call replays it in its order. */
  async function change<T>(write: NewSampleWrite, make: (registry: Registry) => Promise<T>): Promise<T> {
    const result = await make(await current());
    await insertSampleWrite(db, write);
    trusted = undefined;
    return result;
  }

  return {
    resolve: async (reference, call) => (await current()).resolve(reference, call),
    getManifest: async (reference, call) => (await current()).getManifest(reference, call),
    getBlob: async (address, call) => (await current()).getBlob(address, call),
    openBlob: async (address, call) => (await current()).openBlob(address, call),
    hasBlob: async (address, call) => (await current()).hasBlob(address, call),
    listTags: async (repository, call) => (await current()).listTags(repository, call),
    listReferrers: async (address, call) => (await current()).listReferrers(address, call),
    putManifest: (target, manifest, call) => {
      const { mediaType, bytes } = manifest;
      const reference = target.tag ?? target.digest ?? '';
      const write: NewSampleWrite = {
        kind: 'manifest',
        repository: target.repository,
        reference,
        mediaType,
        bytes,
      };
      return change(write, (registry) => registry.putManifest(target, manifest, call));
    },
    async putBlob(address, { size, content }, call) {
      const stream = typeof content === 'function' ? await content() : content;
      const bytes = stream instanceof Uint8Array ? stream : Buffer.concat(await Array.fromAsync(stream));
      const { repository, digest } = address;
      await change({ kind: 'blob', repository, reference: digest, bytes }, (registry) =>
        registry.putBlob(address, { size, content: bytes }, call),
      );
    },
    mountBlob: (address, from, call) =>
      change(
        { kind: 'mount', repository: address.repository, reference: address.digest, source: from },
        (registry) => registry.mountBlob(address, from, call),
      ),
    deleteManifest: (target, call) =>
      change(
        { kind: 'delete', repository: target.repository, reference: target.digest ?? target.tag ?? '' },
        (registry) => registry.deleteManifest(target, call),
      ),
  };
}

/** Applies a stored change to a copy; one that the copy already has changes nothing. */
async function apply({ registry, move }: SampleFleet, write: SampleWrite): Promise<void> {
  const place = { registry: SAMPLE_HOST, repository: write.repository };
  const blob = { ...place, digest: write.reference as Digest };
  const target: Reference = {
    ...place,
    ...(isDigest(write.reference) ? { digest: write.reference } : { tag: write.reference }),
  };
  switch (write.kind) {
    case 'move':
      await move();
      return;
    case 'blob':
      if (write.bytes) await registry.putBlob(blob, { size: write.bytes.byteLength, content: write.bytes });
      return;
    case 'mount':
      await registry.mountBlob(blob, write.source ?? '');
      return;
    case 'manifest':
      if (write.bytes && write.mediaType) {
        await registry.putManifest(target, { mediaType: write.mediaType, bytes: write.bytes });
      }
      return;
    case 'delete':
      await registry.deleteManifest(target).catch(() => undefined);
  }
}

/** Trusts the bases of the sample fleet, too: nobody but the sample itself writes them, and some are not tracked. */
export function withSample(trustsBase: TrustsBase): TrustsBase {
  return (reference) => reference.registry === SAMPLE_HOST || trustsBase(reference);
}
