import { describe, expect, it } from 'vitest';
import { badgePath, parseBadgePath } from './badge-path.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

describe('parseBadgePath', () => {
  it.each([
    ['debian:12.svg', 'docker.io/library/debian:12'],
    ['debian.svg', 'docker.io/library/debian:latest'],
    ['docker.io/library/debian:12.svg', 'docker.io/library/debian:12'],
    ['index.docker.io/debian:12.svg', 'docker.io/library/debian:12'],
    ['ghcr.io/team/sub/app:1.0.svg', 'ghcr.io/team/sub/app:1.0'],
    ['127.0.0.1:5000/apps/shop:1.svg', '127.0.0.1:5000/apps/shop:1'],
    ['[::1]:5000/apps/shop:1.svg', '[::1]:5000/apps/shop:1'],
    ['ghcr.io%2Fteam%2Fapp%3A1.0.svg', 'ghcr.io/team/app:1.0'],
    ['ghcr.io/team%2fapp%3a1.0.svg', 'ghcr.io/team/app:1.0'],
    [`ghcr.io/team/app@${DIGEST}.svg`, `ghcr.io/team/app@${DIGEST}`],
    [`ghcr.io/team/app:1%40${encodeURIComponent(DIGEST)}.svg`, `ghcr.io/team/app:1@${DIGEST}`],
    ['team/logo:2.svg.svg', 'docker.io/team/logo:2.svg'],
    ['team/logo:2.json.svg', 'docker.io/team/logo:2.json'],
  ])('%s is %s', (path, reference) => {
    expect(parseBadgePath(`/badge/${path}`)).toEqual({ reference, format: 'svg' });
    expect(parseBadgePath(`/badge/${path.replace(/svg$/, 'json')}`)).toEqual({ reference, format: 'json' });
  });

  it.each([
    '.svg',
    'library/UPPER:1.svg',
    'a b.svg',
    'ghcr.io/team/app:.svg',
    '%E0%A4%A.svg',
    '%.svg',
    '%00.svg',
    'ghcr.io/team/app%252F:1.svg',
    '../../etc/passwd.svg',
    'https://ghcr.io/team/app:1.svg',
    `${'a'.repeat(5000)}.svg`,
  ])('%s is not a reference', (path) => {
    expect(parseBadgePath(`/badge/${path}`)).toEqual({ reference: undefined, format: 'svg' });
  });

  it.each(['debian:12', 'debian:12.png', 'debian:12.SVG'])('%s is not a badge path', (path) => {
    expect(parseBadgePath(`/badge/${path}`)).toBeUndefined();
  });

  it('reads what badgePath writes', () => {
    for (const reference of [
      '127.0.0.1:5000/apps/shop:1',
      '[::1]:5000/apps/shop:1',
      `ghcr.io/team/app:1@${DIGEST}`,
    ]) {
      expect(parseBadgePath(badgePath(reference, 'json'))).toEqual({ reference, format: 'json' });
    }
  });
});
