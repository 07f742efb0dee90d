import { describe, expect, test } from 'vitest';
import { resolveLocation } from '../../transport/redirect.ts';
import { nextPage } from './page-link.ts';

const page = new URL('https://reg.example/v2/team/app/tags/list?n=2');
const follow = (...links: string[]) => {
  const next = nextPage(links, page);
  return next && ('url' in next ? next.url.href : next.refused);
};

describe('Link to the next page', () => {
  test.each<[string, string | undefined, string[]]>([
    ['none', undefined, []],
    ['another relation', undefined, ['</v2/team/app/tags/list?last=b>; rel="prev"']],
    [
      'relative',
      'https://reg.example/v2/team/app/tags/list?n=2&last=b',
      ['</v2/team/app/tags/list?n=2&last=b>; rel="next"'],
    ],
    ['query alone', 'https://reg.example/v2/team/app/tags/list?last=b', ['<?last=b>; rel=next']],
    [
      'absolute',
      'https://reg.example/v2/team/app/tags/list?last=b',
      ['<https://reg.example/v2/team/app/tags/list?last=b>; rel="next"'],
    ],
    [
      'an opaque cursor',
      'https://reg.example/v2/team/app/tags/list?next_page=gAAA%3D%3D',
      ['</v2/team/app/tags/list?next_page=gAAA%3D%3D>; rel="next"'],
    ],
    [
      'the second of two',
      'https://reg.example/v2/team/app/tags/list?last=c',
      ['</x>; rel="first", </v2/team/app/tags/list?last=c>; rel="next"'],
    ],
    [
      'the second header',
      'https://reg.example/v2/team/app/tags/list?last=c',
      ['</x>; rel="first"', '<?last=c>; rel="next"'],
    ],
    [
      'several relations',
      'https://reg.example/v2/team/app/tags/list?last=c',
      ['<?last=c>; title="a"; rel="foo next"'],
    ],
    [
      'without the repository’s prefix',
      'https://reg.example/v2/team/app/tags/list?n=2&last=b',
      ['</v2/app/tags/list?last=b&n=2>; rel="next"'],
    ],
    ['another host', 'foreign-origin', ['<https://evil.example/v2/team/app/tags/list?last=b>; rel="next"']],
    [
      'another host, scheme-relative',
      'foreign-origin',
      ['<//evil.example/v2/team/app/tags/list?last=b>; rel="next"'],
    ],
    [
      'another port',
      'foreign-origin',
      ['<https://reg.example:8443/v2/team/app/tags/list?last=b>; rel="next"'],
    ],
    ['another scheme', 'foreign-origin', ['<http://reg.example/v2/team/app/tags/list?last=b>; rel="next"']],
    ['credentials', 'foreign-origin', ['<https://u:p@reg.example/v2/team/app/tags/list?last=b>; rel="next"']],
    ['another path', 'foreign-path', ['</admin?last=b>; rel="next"']],
    ['no URL', 'malformed', ['<https://[>; rel="next"']],
  ])('%s', (_, expected, links) => {
    expect(follow(...links)).toBe(expected);
  });
});

describe('Location', () => {
  const base = new URL('https://reg.example/v2/a/blobs/uploads/');
  test.each([
    ['/v2/a/blobs/uploads/1?_state=x%2B', 'https://reg.example/v2/a/blobs/uploads/1?_state=x%2B'],
    ['1', 'https://reg.example/v2/a/blobs/uploads/1'],
    ['https://store.example/u?x=1#frag', 'https://store.example/u?x=1'],
    ['//store.example/u', 'https://store.example/u'],
    ['javascript:alert(1)', undefined],
    ['file:///etc/passwd', undefined],
    ['https://[', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (location, expected) => {
    expect(resolveLocation(location, base)?.href).toBe(expected);
  });
});
