import { LRUCache } from 'lru-cache';
import { parseRateLimit, type RateLimit } from './rate-limit.ts';
import { parseWarnings, type RegistryWarning } from './registry-warning.ts';
import type { Answer } from './sender.ts';

/** More distinct warnings are not reported: a registry could send a new one with every answer. */
const MAX_WARNINGS = 100;
const MAX_HOSTS = 1000;

/** Keeps what registries say in headers besides the content: their request limits, and each warning once. */
export interface HeaderRecorder {
  /** Records the headers of an answer; `now` in milliseconds since the epoch. */
  record(host: string, answer: Answer, now: number): void;
  rateLimit(host: string): RateLimit | undefined;
  warnings(): readonly RegistryWarning[];
}

/** Records in memory; `onWarning` is called for each new warning. */
export function createHeaderRecorder(onWarning: (warning: RegistryWarning) => void): HeaderRecorder {
  const limits = new LRUCache<string, RateLimit>({ max: MAX_HOSTS });
  const warnings = new Map<string, RegistryWarning>();
  return {
    record(host, answer, now) {
      const limit = parseRateLimit(
        answer.header('ratelimit-limit'),
        answer.header('ratelimit-remaining'),
        now,
      );
      if (limit) limits.set(host, limit);
      for (const text of parseWarnings(answer.headerValues('warning'))) {
        const key = `${host} ${text}`;
        if (warnings.has(key) || warnings.size >= MAX_WARNINGS) continue;
        warnings.set(key, { host, text });
        onWarning({ host, text });
      }
    },
    rateLimit: (host) => limits.get(host),
    warnings: () => [...warnings.values()],
  };
}
