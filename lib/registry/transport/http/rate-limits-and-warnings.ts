import { LRUCache } from 'lru-cache';
import { parseRateLimit, parseWarnings, type RateLimit, type RegistryWarning } from './observed-request.ts';
import type { Answer } from './sender.ts';

const MAX_WARNINGS = 100;
const MAX_HOSTS = 1000;

/** What answers say beside their content: limits by registry, and each warning once. */
export interface Notes {
  take(host: string, answer: Answer, now: number): void;
  quota(host: string): RateLimit | undefined;
  warnings(): readonly RegistryWarning[];
}

/** Keeps notes in memory; `onWarning` hears of each new warning. */
export function createNotes(onWarning: (warning: RegistryWarning) => void): Notes {
  const quotas = new LRUCache<string, RateLimit>({ max: MAX_HOSTS });
  const warnings = new Map<string, RegistryWarning>();
  return {
    take(host, answer, now) {
      const quota = parseRateLimit(
        answer.header('ratelimit-limit'),
        answer.header('ratelimit-remaining'),
        now,
      );
      if (quota) quotas.set(host, quota);
      const values = answer.headerValues('warning');
      if (values.length === 0) return;
      for (const text of parseWarnings(values)) {
        const key = `${host} ${text}`;
        if (warnings.has(key) || warnings.size >= MAX_WARNINGS) continue;
        warnings.set(key, { host, text });
        onWarning({ host, text });
      }
    },
    quota: (host) => quotas.get(host),
    warnings: () => [...warnings.values()],
  };
}
