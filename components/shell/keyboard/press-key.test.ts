import { describe, expect, it } from 'vitest';
import { type KeyPress, type Prefix, pressKey } from './press-key.ts';
import { SHORTCUTS } from './shortcuts.ts';

const PLAIN = { metaKey: false, ctrlKey: false, altKey: false, isTyping: false, isCovered: false, at: 0 };

/** What the last of some keys does; a number waits that many milliseconds. */
function press(steps: readonly (string | number)[], also: Partial<KeyPress> = {}, singleKeys = true) {
  let prefix: Prefix;
  let at = 0;
  let act: unknown;
  for (const step of steps) {
    if (typeof step === 'number') at += step;
    else ({ act, prefix } = pressKey(prefix, { ...PLAIN, ...also, key: step, at }, singleKeys));
  }
  return act;
}

describe('keys', () => {
  it.each([
    [['/'], { kind: 'find' }],
    [['?'], { kind: 'key-list' }],
    [['a'], { kind: 'add-images' }],
    [['e'], { kind: 'page', id: 'evidence' }],
    [['k'], undefined],
    [['g'], undefined],
    [['g', 'f'], { kind: 'go', href: '/' }],
    [['g', 'g'], { kind: 'go', href: '/graph' }],
    [['g', 'a'], { kind: 'go', href: '/activity' }],
    [['g', 'r'], { kind: 'go', href: '/reports' }],
    [['g', 's'], { kind: 'go', href: '/settings' }],
    [['g', 'x'], undefined],
    [['g', 'x', 'a'], { kind: 'add-images' }],
    [['g', 'g', 'g', 'f'], { kind: 'go', href: '/' }],
    [['g', 1500, 'f'], { kind: 'go', href: '/' }],
    [['g', 1501, 'f'], undefined],
    [['g', 1501, 'a'], { kind: 'add-images' }],
    [['Shift', '?'], { kind: 'key-list' }],
    [['g', 'Shift', 'f'], { kind: 'go', href: '/' }],
    [['Tab'], undefined],
  ])('%j', (steps, act) => expect(press(steps)).toEqual(act));

  it('open the palette by a chord, anywhere', () => {
    for (const also of [
      { metaKey: true },
      { ctrlKey: true },
      { ctrlKey: true, isTyping: true, isCovered: true },
    ]) {
      expect(press(['k'], also)).toEqual({ kind: 'palette' });
      expect(press(['K'], also, false)).toEqual({ kind: 'palette' });
    }
    expect(press(['k'], { ctrlKey: true, altKey: true })).toBeUndefined();
  });

  it.each([
    ['a field has the focus', { isTyping: true }],
    ['a dialog is open', { isCovered: true }],
    ['Ctrl is held', { ctrlKey: true }],
    ['⌘ is held', { metaKey: true }],
    ['Alt is held', { altKey: true }],
  ])('of one character do nothing while %s', (_, also) => {
    for (const { keys, isSequence } of SHORTCUTS) {
      expect(press(isSequence ? keys : keys.slice(0, 1), also)).toBeUndefined();
    }
  });

  it('of one character can be switched off', () => {
    for (const { keys, isSequence } of SHORTCUTS) {
      expect(press(isSequence ? keys : keys.slice(0, 1), {}, false)).toBeUndefined();
    }
  });
});

it('no two shortcuts of the keyboard have the same keys', () => {
  const own = SHORTCUTS.filter(({ act }) => act !== undefined).flatMap(({ keys, isSequence }) =>
    isSequence ? [keys.join(' ')] : keys,
  );
  expect(new Set(own).size).toBe(own.length);
});
