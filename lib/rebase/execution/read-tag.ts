import type { Digest } from '#lib/oci/digest.ts';
import { atDigest, type Reference } from '#lib/oci/reference.ts';
import { RegistryError, undefinedIfAbsent } from '#lib/registry/errors.ts';
import type { Registry, ResolvedManifest } from '#lib/registry/registry.ts';
import { type Patience, pauseBefore } from './retry-timing.ts';

/** What a tag held at the last read. */
export type Seen =
  | { readonly kind: 'wanted' }
  /** `digest` is null for no such tag. */
  | { readonly kind: 'other'; readonly digest: Digest | null }
  /** Unclear: the registry did not show it. */
  | { readonly kind: 'unreadable'; readonly cause: RegistryError };

export interface TagWait {
  readonly registry: Pick<Registry, 'resolve' | 'getManifest'>;
  readonly tag: Reference;
  /** The digest to wait for; null for no such tag. */
  readonly wanted: Digest | null;
  /** Other digests that end the wait at once. */
  readonly enough?: (digest: Digest | null) => boolean;
  /** Milliseconds to keep reading. The first read happens in any case. */
  readonly forMs: number;
  readonly patience: Patience;
  readonly call?: { readonly signal?: AbortSignal };
}

/**
 * Reads a tag until it holds the wanted digest: after a write, some registries answer with the old state for some
 * seconds, and some hide a new tag. HEADs may come from a cache, so one with another digest is checked with a GET.
 * Registry errors never reject it: they are `unreadable`.
 */
export async function waitForDigest(wait: TagWait): Promise<Seen> {
  const { forMs, patience, call } = wait;
  const until = patience.now() + forMs;
  for (let tries = 0; ; tries++) {
    const seen = await readOnce(wait, tries > 0 || forMs > 0);
    if (seen.kind === 'wanted') return seen;
    if (seen.kind === 'other' && wait.enough?.(seen.digest)) return seen;
    const requested = seen.kind === 'unreadable' ? (seen.cause.retryAfter ?? 0) * 1000 : 0;
    const pause = Math.max(pauseBefore(tries), requested);
    if (patience.now() + pause > until || call?.signal?.aborted) return seen;
    try {
      await patience.wait(pause, call?.signal);
    } catch {
      return seen;
    }
  }
}

async function readOnce({ registry, tag, wanted, call }: TagWait, thorough: boolean): Promise<Seen> {
  const head = await digestOrError(() => registry.resolve(tag, call));
  if (head === wanted) return { kind: 'wanted' };
  if (!thorough) return seenAs(head);
  const whole = await digestOrError(() => registry.getManifest(tag, call));
  if (whole === wanted) return { kind: 'wanted' };
  return seenAs(whole instanceof RegistryError ? head : whole);
}

function seenAs(found: Digest | null | RegistryError): Seen {
  return found instanceof RegistryError
    ? { kind: 'unreadable', cause: found }
    : { kind: 'other', digest: found };
}

async function digestOrError(
  request: () => Promise<{ readonly digest: Digest }>,
): Promise<Digest | null | RegistryError> {
  try {
    return (await request()).digest;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return error.kind === 'not-found' ? null : error;
  }
}

/** What a tag resolves to; null where it is not there. Rejects with `RegistryError`. */
export async function resolvedOrNull(
  registry: Pick<Registry, 'resolve'>,
  tag: Reference,
  call: { readonly signal?: AbortSignal } = {},
): Promise<ResolvedManifest | null> {
  return (await registry.resolve(tag, call).catch(undefinedIfAbsent)) ?? null;
}

/** Whether a repository has a manifest; false where the registry does not say. */
export async function hasManifest(
  registry: Pick<Registry, 'resolve'>,
  repository: Reference,
  digest: Digest,
  call: { readonly signal?: AbortSignal } = {},
): Promise<boolean> {
  try {
    return (await resolvedOrNull(registry, atDigest(repository, digest), call)) !== null;
  } catch (error) {
    if (error instanceof RegistryError) return false;
    throw error;
  }
}

const REFUSALS: ReadonlySet<RegistryError['kind']> = new Set([
  'not-found',
  'not-visible',
  'rate-limited',
  'forbidden-address',
  'conflict',
  'unsupported',
]);
/** Failures before anything was sent. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'NAME_LOOKUP_FAILED',
  'NAME_NOT_RESOLVED',
  'CONNECTION_REFUSED',
  'CONNECT_TIMEOUT',
  'TLS_FAILED',
]);

/** True if a write with this error was not done: it was refused, or never sent. All else is unclear. */
export function wasNotDone(error: RegistryError): boolean {
  return REFUSALS.has(error.kind) || NOT_SENT.has(error.code) || error.operation === 'authenticate';
}

/** True if a conditional write was refused because the tag has changed (RFC 9110 § 13.1.1), or is immutable. */
export function hasMoved(error: unknown): boolean {
  return error instanceof RegistryError && error.kind === 'conflict' && error.code === 'PRECONDITION_FAILED';
}
