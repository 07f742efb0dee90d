import type { Digest } from '#lib/oci/digest.ts';
import { atDigest, type Reference } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { Registry, ResolvedManifest } from '#lib/registry/registry.ts';
import { type Patience, pauseBefore } from './patience.ts';

/** What a tag held when it was looked at last. */
export type Seen =
  | { readonly kind: 'wanted' }
  /** `digest` is null for no such tag. */
  | { readonly kind: 'other'; readonly digest: Digest | null }
  /** Nobody can say: the registry did not show it. */
  | { readonly kind: 'unreadable'; readonly cause: RegistryError };

export interface Look {
  readonly registry: Pick<Registry, 'resolve' | 'getManifest'>;
  readonly tag: Reference;
  /** What ends the look at once; null for no such tag. */
  readonly wanted: Digest | null;
  /** Other digests that end it at once. */
  readonly enough?: (digest: Digest | null) => boolean;
  /** Milliseconds to go on looking. The first look is made whatever this is. */
  readonly forMs: number;
  readonly patience: Patience;
  readonly call?: { readonly signal?: AbortSignal };
}

/**
 * Looks at a tag until it holds what is wanted: some registries answer reads with what was before a write for some
 * seconds, and some hide a tag that has just been put. HEADs may come from a cache, so each that disappoints is
 * checked with a GET. Never rejects for what a registry does.
 */
export async function lookFor(look: Look): Promise<Seen> {
  const { forMs, patience, call } = look;
  const until = patience.now() + forMs;
  for (let tries = 0; ; tries++) {
    const seen = await lookOnce(look, tries > 0 || forMs > 0);
    if (seen.kind === 'wanted') return seen;
    if (seen.kind === 'other' && look.enough?.(seen.digest)) return seen;
    const asked = seen.kind === 'unreadable' ? (seen.cause.retryAfter ?? 0) * 1000 : 0;
    const wait = Math.max(pauseBefore(tries), asked);
    if (patience.now() + wait > until || call?.signal?.aborted) return seen;
    try {
      await patience.wait(wait, call?.signal);
    } catch {
      return seen;
    }
  }
}

async function lookOnce({ registry, tag, wanted, call }: Look, thorough: boolean): Promise<Seen> {
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
  ask: () => Promise<{ readonly digest: Digest }>,
): Promise<Digest | null | RegistryError> {
  try {
    return (await ask()).digest;
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
  try {
    return await registry.resolve(tag, call);
  } catch (error) {
    if (error instanceof RegistryError && error.kind === 'not-found') return null;
    throw error;
  }
}

/** What a tag holds; null where it is not there. Rejects with `RegistryError`. */
export async function digestAt(
  registry: Pick<Registry, 'resolve'>,
  tag: Reference,
  call: { readonly signal?: AbortSignal } = {},
): Promise<Digest | null> {
  return (await resolvedOrNull(registry, tag, call))?.digest ?? null;
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

/** True where a write that failed so was not done: it was refused, or never sent. All else is in doubt. */
export function wasNotDone(error: RegistryError): boolean {
  return REFUSALS.has(error.kind) || NOT_SENT.has(error.code) || error.operation === 'authenticate';
}

/** True where a conditional write was refused because the tag is not what it was (RFC 9110 § 13.1.1), or never moves. */
export function hasMoved(error: unknown): boolean {
  return error instanceof RegistryError && error.kind === 'conflict' && error.code === 'PRECONDITION_FAILED';
}
