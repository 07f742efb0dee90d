import { describe, expect, it } from 'vitest';
import { globToLike } from './like-pattern.ts';

describe('globToLike', () => {
  it.each([
    ['debian:*', 'debian:%'],
    ['a_b', 'a\\_b'],
    ['100%', '100\\%'],
    ['a\\*', 'a\\\\%'],
    ['***', '%'],
  ])('%j is %j', (glob, like) => {
    expect(globToLike(glob)).toBe(like);
  });
});
