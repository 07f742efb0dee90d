import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseChallenges } from './challenge.ts';

const plain = (values: string[]) =>
  parseChallenges(values).map(({ scheme, params }) => [scheme, Object.fromEntries(params)]);

describe('challenges of WWW-Authenticate', () => {
  test.each<[string, string[], unknown]>([
    ['none', [], []],
    ['empty', [''], []],
    ['Basic', ['Basic realm="r"'], [['basic', { realm: 'r' }]]],
    ['scheme alone', ['Negotiate'], [['negotiate', {}]]],
    [
      'Bearer as Distribution writes it',
      ['Bearer realm="https://a.example/token",service="reg",scope="repository:a/b:pull,push"'],
      [['bearer', { realm: 'https://a.example/token', service: 'reg', scope: 'repository:a/b:pull,push' }]],
    ],
    [
      'two in one value',
      ['Basic realm="x", Bearer realm="https://t/",service=s'],
      [
        ['basic', { realm: 'x' }],
        ['bearer', { realm: 'https://t/', service: 's' }],
      ],
    ],
    [
      'two values',
      ['Bearer realm="https://t/"', 'Basic realm="x"'],
      [
        ['bearer', { realm: 'https://t/' }],
        ['basic', { realm: 'x' }],
      ],
    ],
    ['escapes', ['Bearer realm="a\\"b\\\\c"'], [['bearer', { realm: 'a"b\\c' }]]],
    [
      'a quoted challenge is no challenge',
      ['Basic realm="x, Bearer realm=evil"'],
      [['basic', { realm: 'x, Bearer realm=evil' }]],
    ],
    ['names in any case', ['BEARER Realm="r",SERVICE="s"'], [['bearer', { realm: 'r', service: 's' }]]],
    ['spaces about =', ['Bearer realm = "r" , service = s'], [['bearer', { realm: 'r', service: 's' }]]],
    ['the first of two equal names', ['Bearer realm="a",realm="b"'], [['bearer', { realm: 'a' }]]],
    [
      'token68 and then another',
      ['Negotiate YWJj==, Basic realm="x"'],
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
      ],
    ],
    ['leading commas', [', ,Basic realm="x"'], [['basic', { realm: 'x' }]]],
    [
      'cut short in a string',
      ['Basic realm="x", Bearer realm="y'],
      [
        ['basic', { realm: 'x' }],
        ['bearer', {}],
      ],
    ],
    ['a parameter without a scheme', ['realm="x"'], []],
    ['too long', [`Basic realm="${'x'.repeat(20_000)}"`], []],
  ])('%s', (_, values, expected) => {
    expect(plain(values)).toEqual(expected);
  });

  test('never throws or hangs, whatever a registry sends', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (values) => {
        expect(Array.isArray(parseChallenges(values))).toBe(true);
      }),
    );
  });

  test('reads back what it is given, quoted and escaped', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii' }),
        fc.string({ unit: 'grapheme-ascii' }),
        (realm, scope) => {
          const quote = (text: string) => `"${text.replace(/(["\\])/g, '\\$1')}"`;
          const [challenge] = parseChallenges([`Bearer realm=${quote(realm)}, scope=${quote(scope)}`]);
          expect(challenge?.params.get('realm')).toBe(realm);
          expect(challenge?.params.get('scope')).toBe(scope);
        },
      ),
    );
  });
});
