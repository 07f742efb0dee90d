import { describe, expect, it } from 'vitest';
import { REST } from '#lib/lineage/graph/node-groups.ts';
import { afterCollapsing, afterExpanding, readOpen } from './url-changes.ts';

const NONE = { open: [], closed: [] };

describe('expanding', () => {
  it('opens a base once', () => {
    const once = afterExpanding(NONE, 'base:1');
    expect(once).toEqual({ ...NONE, open: ['base:1'] });
    expect(afterExpanding(once, 'base:1')).toEqual(once);
  });

  it('a collapsed base’s group opens its base', () =>
    expect(afterExpanding(NONE, 'group:base:1').open).toEqual(['base:1']));

  it('a group of a kind shows its next members each time', () => {
    const once = afterExpanding(NONE, 'group:base:1 stale');
    expect(once.open).toEqual(['base:1 stale#1']);
    const twice = afterExpanding(once, 'group:base:1 stale');
    expect(twice.open).toEqual(['base:1 stale#2']);
    expect(afterExpanding(twice, 'group:base:1 broken').open).toEqual(['base:1 stale#2', 'base:1 broken#1']);
    expect(afterExpanding(NONE, `group:${REST}`).open).toEqual([`${REST}#1`]);
  });

  it('a group by owner is identified by the owner’s name, with spaces, or by an empty name', () => {
    expect(afterExpanding(NONE, 'group:base:1 Team A').open).toEqual(['base:1 Team A#1']);
    const once = afterExpanding(NONE, 'group:base:1 ');
    expect(once.open).toEqual(['base:1 #1']);
    expect(afterExpanding(once, 'group:base:1 ').open).toEqual(['base:1 #2']);
    expect([...readOpen(['base:1 Team A#2', 'base:1 #1']).steps]).toEqual([
      ['base:1 Team A', 2],
      ['base:1 ', 1],
    ]);
  });

  it('undoes a collapse', () => {
    expect(afterExpanding({ ...NONE, closed: ['base:1', 'base:2'] }, 'base:1')).toEqual({
      ...NONE,
      closed: ['base:2'],
    });
  });
});

describe('collapsing', () => {
  it('closes a base once', () => {
    const once = afterCollapsing(NONE, 'base:1');
    expect(once).toEqual({ ...NONE, closed: ['base:1'] });
    expect(afterCollapsing(once, 'base:1')).toEqual(once);
  });

  it('undoes an expansion, that of its groups too', () => {
    const open = ['base:1', 'base:1 stale#2', 'base:10', 'base:2'];
    expect(afterCollapsing({ ...NONE, open }, 'base:1')).toEqual({ ...NONE, open: ['base:10', 'base:2'] });
  });
});

it('reads what is open: bases, and groups with their number of steps', () => {
  const { opened, steps } = readOpen([
    'base:1',
    'base:1 stale#2',
    'localhost:5000/x:1 localhost:5000#11',
    '*#3',
  ]);
  expect([...opened]).toEqual(['base:1']);
  expect([...steps]).toEqual([
    ['base:1 stale', 2],
    ['localhost:5000/x:1 localhost:5000', 11],
    ['*', 3],
  ]);
});
