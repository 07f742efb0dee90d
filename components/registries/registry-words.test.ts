import { describe, expect, it } from 'vitest';
import type { RegistryView } from '#lib/api/contract/registries.ts';
import {
  connectionWords,
  credentialWords,
  rateLimitWords,
  registryProblem,
  troubledRegistries,
  useWords,
} from './registry-words.ts';

const registry: RegistryView = {
  host: '10.0.0.5:5000',
  state: 'unreachable',
  since: '2026-11-30T23:18:00.000Z',
  lastError: { problem: 'answers 503', code: 'SERVER_ERROR', at: '2026-11-30T23:30:00.000Z' },
  lastOkAt: null,
  rateLimit: null,
  pausedUntil: null,
  configured: false,
  plainHttp: false,
  endpoint: null,
  credentials: { source: null, used: false },
  tracked: 70,
  based: 12,
  affected: 70,
  affectedSince: '2026-11-30T23:18:00.000Z',
  affectedProblem: 'refuses connections',
};

describe('a registry in words', () => {
  it.each([
    [{ source: null, used: false }, 'none: requests are anonymous'],
    [{ source: 'config', used: true }, 'from baseboard.yaml'],
    [{ source: 'DOCKER_AUTH_CONFIG', used: true }, 'from DOCKER_AUTH_CONFIG'],
    [
      { source: 'docker’s config.json', used: false },
      'none used: docker’s config.json has credentials, but only claims name this registry',
    ],
  ])('has credentials %j', (credentials, words) => {
    expect(credentialWords({ credentials })).toBe(words);
  });

  it('says how it is reached, what is left and what it is used for', () => {
    expect(connectionWords(registry)).toBe('https');
    expect(connectionWords({ plainHttp: true, endpoint: 'http://mirror:5000' })).toBe(
      'plain HTTP, through http://mirror:5000',
    );
    const rateLimit = { limit: 100, remaining: 57, windowSeconds: 21_600, observedAt: '' };
    expect(rateLimitWords(rateLimit)).toBe('57 of 100 requests left per 6 h');
    expect(useWords(registry)).toBe('70 images, bases of 12 images');
  });

  it('tells its latest trouble, and once it answers again what its images met', () => {
    expect(registryProblem(registry)).toBe('answers 503');
    expect(registryProblem({ ...registry, state: 'ok' })).toBe('refuses connections');
  });

  it('is in trouble where images wait for it, those with most first', () => {
    const few = { ...registry, host: 'few', affected: 1 };
    expect(troubledRegistries([few, { ...registry, affected: 0 }, registry])).toEqual([registry, few]);
  });
});
