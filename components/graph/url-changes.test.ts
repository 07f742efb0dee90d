import { describe, expect, it } from 'vitest';
import { REST } from '#lib/lineage/graph/graph-fold.ts';
import { afterCollapsing, afterExpanding } from './url-changes.ts';

const NONE = { open: [], closed: [], selected: '' };

describe('expanding', () => {
  it('opens a base once', () => {
    const once = afterExpanding(NONE, 'base:1');
    expect(once).toEqual({ ...NONE, open: ['base:1'] });
    expect(afterExpanding(once, 'base:1')).toEqual(once);
  });

  it('a group opens its base', () => expect(afterExpanding(NONE, 'group:base:1').open).toEqual(['base:1']));

  it('undoes a collapse', () => {
    expect(afterExpanding({ ...NONE, closed: ['base:1', 'base:2'] }, 'base:1')).toEqual({
      ...NONE,
      closed: ['base:2'],
    });
  });

  it('moves the selection from a group to its base, and keeps any other', () => {
    const selected = (id: string, expanded: string) =>
      afterExpanding({ ...NONE, selected: id }, expanded).selected;
    expect(selected('group:base:1', 'group:base:1')).toBe('base:1');
    expect(selected(`group:${REST}`, `group:${REST}`)).toBe('');
    expect(selected('app:1', 'group:base:1')).toBe('app:1');
    expect(selected('base:1', 'base:1')).toBe('base:1');
  });
});

describe('collapsing', () => {
  it('closes a base once', () => {
    const once = afterCollapsing(NONE, 'base:1');
    expect(once).toEqual({ ...NONE, closed: ['base:1'] });
    expect(afterCollapsing(once, 'base:1')).toEqual(once);
  });

  it('undoes an expansion', () => {
    expect(afterCollapsing({ ...NONE, open: ['base:1', 'base:2'] }, 'base:1')).toEqual({
      ...NONE,
      open: ['base:2'],
    });
  });
});
