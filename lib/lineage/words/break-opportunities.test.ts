import fc from 'fast-check';
import { expect, it } from 'vitest';
import { breakOpportunities } from './break-opportunities.ts';

const HEX = '0123456789abcdef'.repeat(4);

it.each([
  ['', []],
  ['debian:12-slim', ['debian:12-', 'slim']],
  ['127.0.0.1:5000/apps/shop:1.0', ['127.0.0.1:', '5000/', 'apps/', 'shop:1.0']],
  [`a@sha256:${HEX}`, ['a@', `sha256:${HEX.slice(0, 12)}`, HEX.slice(12)]],
])('%s breaks at sensible places', (text, parts) => expect(breakOpportunities(text)).toEqual(parts));

it('loses nothing', () => {
  fc.assert(fc.property(fc.string(), (text) => breakOpportunities(text).join('') === text));
});
