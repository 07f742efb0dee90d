import { expect, it } from 'vitest';
import { DESTINATIONS, isAt, showsPast } from './destinations.ts';

const current = (path: string) => DESTINATIONS.filter(({ href }) => isAt(href, path)).map(({ name }) => name);

it.each([
  ['/', ['Fleet']],
  ['/images/1', ['Fleet']],
  ['/graph', ['Graph']],
  ['/settings/access', ['Settings']],
  ['/rebases/1', []],
])('%s belongs to %j', (path, names) => expect(current(path)).toEqual(names));

it('the fleet and its graph keep the moment of the page', () => {
  expect(DESTINATIONS.filter(({ href }) => showsPast(href)).map(({ name }) => name)).toEqual([
    'Fleet',
    'Graph',
  ]);
});
