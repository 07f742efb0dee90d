import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

it('writes equal values alike, whatever the order of their keys', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  expect(canonicalJson({ a: 'x', b: [{ c: null, d: 1 }] })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  expect(canonicalJson(null)).toBe('null');
  expect(canonicalJson(undefined)).toBeUndefined();
});

it('leaves out what `change` makes undefined, before it sorts', () => {
  const withoutEmpty = (value: unknown) => (value === '' || value === null ? undefined : value);
  expect(canonicalJson({ b: '', a: { d: null, c: 0 } }, withoutEmpty)).toBe('{"a":{"c":0}}');
});

it('gives `change` the key of each value', () => {
  const withoutNotes = (value: unknown, key: string) => (key === 'notes' ? undefined : value);
  expect(canonicalJson([{ notes: [1], b: { notes: 2, a: 1 } }], withoutNotes)).toBe('[{"b":{"a":1}}]');
});

it('is the same text for its own value read back', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text ?? ''))).toBe(text);
    }),
  );
});
