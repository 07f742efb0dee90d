import { describe, expect, it } from 'vitest';
import { matchesRepository } from './repository-pattern.ts';

describe('a pattern of repositories', () => {
  it.each([
    ['127.0.0.1:5000/apps/**', '127.0.0.1:5000/apps/shop', true],
    ['127.0.0.1:5000/apps/**', '127.0.0.1:5000/apps/team/shop', true],
    ['127.0.0.1:5000/apps/**', '127.0.0.1:5000/apps', false],
    ['127.0.0.1:5000/apps/**', '127.0.0.1:5000/appsx/shop', false],
    ['127.0.0.1:5000/apps/*', '127.0.0.1:5000/apps/shop', true],
    ['127.0.0.1:5000/apps/*', '127.0.0.1:5000/apps/team/shop', false],
    ['127.0.0.1:5000/apps/shop-*', '127.0.0.1:5000/apps/shop-web', true],
    ['127.0.0.1:5000/apps/shop', '127.0.0.1:5000/apps/shop', true],
    ['127.0.0.1:5000/apps/shop', '127.0.0.1:5000/apps/shop2', false],
    ['127.0.0.1:5000/**/shop', '127.0.0.1:5000/shop', true],
    ['127.0.0.1:5000/**/shop', '127.0.0.1:5000/a/b/shop', true],
    ['127.0.0.1:5000/**', '127.0.0.1:5001/apps/shop', false],
    ['index.docker.io/me/*', 'docker.io/me/app', true],
    ['*', '127.0.0.1:5000/apps/shop', false],
    ['**', '127.0.0.1:5000/apps/shop', true],
    ['', '127.0.0.1:5000/apps/shop', false],
  ])('%s for %s: %s', (pattern, name, expected) => {
    expect(matchesRepository(pattern, name)).toBe(expected);
  });
});
