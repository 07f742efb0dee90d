import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import type { RegistryStateView, RegistryView } from '#lib/api/contract/registries.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { spanBetween } from '#lib/lineage/words/time-words.ts';

/** The word of each state, and the status whose icon and colour it has. */
export const STATE_LOOK: Readonly<
  Record<
    RegistryStateView | 'none',
    { readonly word: string; readonly like: StatusView; readonly means: string }
  >
> = {
  ok: { word: 'OK', like: 'up-to-date', means: 'It responded to the last request.' },
  slow: { word: 'Slow', like: 'stale', means: 'It responds, but takes more than five seconds.' },
  'rate-limited': { word: 'Rate limited', like: 'stale', means: 'It responds with 429: too many requests.' },
  denied: {
    word: 'Denied',
    like: 'broken',
    means: 'It denies access to every repository with these credentials.',
  },
  unreachable: {
    word: 'Unreachable',
    like: 'broken',
    means: 'It does not respond, or responds with errors.',
  },
  paused: {
    word: 'Paused',
    like: 'unknown',
    means: 'Several requests in a row failed, so requests are paused for a while.',
  },
  none: { word: 'Not contacted yet', like: 'unknown', means: 'No request has been sent yet.' },
};

/** Where a registry's credentials come from; never the credentials. */
export function credentialWords({
  credentials: { source, used },
}: Pick<RegistryView, 'credentials'>): string {
  if (source === null) return 'none: requests are anonymous';
  if (!used) return `none used: ${source} has credentials, but only claims name this registry`;
  return source === 'config' ? 'from baseboard.yaml' : `from ${source}`;
}

/** How a registry is reached: "https", "plain HTTP", "https, through https://mirror.example.com". */
export function connectionWords({
  plainHttp,
  endpoint,
}: Pick<RegistryView, 'plainHttp' | 'endpoint'>): string {
  const protocol = plainHttp ? 'plain HTTP' : 'https';
  return endpoint === null ? protocol : `${protocol}, through ${endpoint}`;
}

/** "57 of 100 requests left per 6 h". */
export function rateLimitWords({
  limit,
  remaining,
  windowSeconds,
}: NonNullable<RegistryView['rateLimit']>): string {
  const window = windowSeconds === null ? '' : ` per ${spanBetween(0, windowSeconds * 1000)}`;
  return `${remaining.toLocaleString('en')} of ${counted(limit, 'request')} left${window}`;
}

/** What the fleet uses a registry for: "70 images, bases of 12 images". */
export function useWords({ tracked, based }: Pick<RegistryView, 'tracked' | 'based'>): string {
  const parts = [
    ...(tracked > 0 ? [counted(tracked, 'image')] : []),
    ...(based > 0 ? [`bases of ${counted(based, 'image')}`] : []),
  ];
  return parts.length === 0 ? 'no images' : parts.join(', ');
}

/** The registries that prevent checks, the one that affects most images first. */
export function troubledRegistries(items: readonly RegistryView[]): RegistryView[] {
  return items.filter(({ affected }) => affected > 0).toSorted((a, b) => b.affected - a.affected);
}

/** The problem of a registry that prevents checks, as the rest of a sentence that begins with its name. */
export function registryProblem({
  state,
  lastError,
  affectedProblem,
}: Pick<RegistryView, 'state' | 'lastError' | 'affectedProblem'>): string {
  const problem = state === 'ok' || state === null ? affectedProblem : lastError?.problem;
  return problem ?? affectedProblem ?? 'could not be reached';
}
