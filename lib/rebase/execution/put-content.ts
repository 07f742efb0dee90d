import { atDigest, type Reference } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { Registry } from '#lib/registry/registry.ts';
import type { BlobMove, PlannedDocument } from '../rebase.ts';
import { hasManifest, wasNotDone } from './read-tag.ts';
import { MISSES_BEFORE_CHECK, mayStillAppear, missedFor } from './retry-refused-manifest.ts';
import { type Patience, pauseBefore } from './retry-timing.ts';

/** Where content goes, and how long to retry. */
export interface Place {
  readonly registry: Registry;
  /** A reference into the repository; its tag does not matter. */
  readonly target: Reference;
  readonly patience: Patience;
  readonly call: { readonly signal?: AbortSignal };
}

/** Retries of content whose PUT had an inconclusive answer. */
const RETRIES = 3;

/** Mounts a blob; copies its bytes if the registry does not mount it or does not show the source. */
export async function moveBlob(
  place: Place,
  blob: BlobMove,
  how: 'mount' | 'copy',
  reportProgress: (content: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): Promise<void> {
  const { registry, target, call } = place;
  const address = { ...repositoryOf(target), digest: blob.digest };
  if (how === 'mount') {
    const outcome = await registry.mountBlob(address, blob.from.repository, call).catch(notMounted);
    if (outcome === 'mounted') return;
  }
  const content = async () =>
    reportProgress(await registry.openBlob({ ...blob.from, digest: blob.digest }, call));
  await unlessThere(
    () => registry.putBlob(address, { size: blob.size, content }, call),
    () => registry.hasBlob(address, call),
  );
}

/** Where a blob cannot be mounted, for whatever reason, its bytes may still be readable. */
function notMounted(error: unknown): 'not-mounted' {
  if (error instanceof RegistryError && error.kind !== 'aborted' && error.kind !== 'rate-limited') {
    return 'not-mounted';
  }
  throw error;
}

/** Puts a config, a child manifest or an inner index by digest, so repeating it is harmless. */
export async function putDocument(
  place: Place,
  document: PlannedDocument,
  onMissed: () => Promise<void>,
): Promise<void> {
  const { registry, target, patience, call } = place;
  const bytes = new TextEncoder().encode(document.text);
  const address = { ...repositoryOf(target), digest: document.digest };
  if (document.kind === 'config') {
    const blob = { size: bytes.byteLength, content: bytes };
    await unlessThere(
      () => registry.putBlob(address, blob, call),
      () => registry.hasBlob(address, call),
    );
    return;
  }
  const under = atDigest(target, document.digest);
  const began = patience.now();
  for (let tries = 0; ; tries++) {
    try {
      await unlessThere(
        () => registry.putManifest(under, { mediaType: document.mediaType, bytes }, call),
        () => hasManifest(registry, target, document.digest, call),
      );
      return;
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      const wait = pauseBefore(tries);
      const again = mayStillAppear(error)
        ? patience.now() + wait - began <= missedFor(error)
        : !wasNotDone(error) && error.kind !== 'aborted' && tries < RETRIES;
      if (!again) throw error;
      await patience.wait(wait, call.signal);
      if (mayStillAppear(error) && tries === MISSES_BEFORE_CHECK) await onMissed();
    }
  }
}

/** Content whose PUT had an inconclusive answer counts as put if it is there. */
async function unlessThere(put: () => Promise<unknown>, isThere: () => Promise<boolean>): Promise<void> {
  try {
    await put();
  } catch (error) {
    if (!(error instanceof RegistryError) || error.kind === 'aborted' || wasNotDone(error)) throw error;
    const there = await isThere().catch((unread: unknown) => {
      if (unread instanceof RegistryError) return false;
      throw unread;
    });
    if (!there) throw error;
  }
}

function repositoryOf({ registry, repository }: Reference) {
  return { registry, repository };
}
