import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretBox, SealedError } from './secret-box.ts';

const box = createSecretBox('a master key of enough characters');

describe('a secret box', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, place) => {
        const sealed = box.seal(text, place);
        expect(box.open(sealed, place)).toBe(text);
        expect(box.seal(text, place)).not.toBe(sealed);
      }),
    );
  });

  it('opens nothing that was altered, moved to another place or cut short', () => {
    const sealed = box.seal('https://hooks.example.com/hunter2', 'row 1');
    const [version, id, body = ''] = sealed.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => box.open(`${version}.${id}.${changed.toString('base64url')}`, 'row 1')).toThrow(
        SealedError,
      );
    }
    expect(() => box.open(sealed, 'row 2')).toThrow('altered after it was sealed');
    for (const length of [0, 5, 12, 27]) {
      const cut = bytes.subarray(0, length).toString('base64url');
      expect(() => box.open(`${version}.${id}.${cut}`, 'row 1')).toThrow(SealedError);
    }
    expect(() => box.open('v2.x.y', 'row 1')).toThrow('has an unknown format');
  });

  it('tells a wrong key by its id, and repeats no secret', () => {
    const other = createSecretBox('another master key of enough size');
    const sealed = box.seal('hunter2', 'row 1');
    expect(other.keyId).not.toBe(box.keyId);
    expect(sealed).toContain(box.keyId);
    expect(() => other.open(sealed, 'row 1')).toThrow(
      new RegExp(`another key \\(${box.keyId}; .*${other.keyId}\\).*BASEBOARD_SECRET_KEY`),
    );
    expect(sealed + box.keyId).not.toContain('hunter2');
  });

  it('has the same key after a restart', () => {
    const sealed = box.seal('hunter2', 'row 1');
    expect(createSecretBox('a master key of enough characters').open(sealed, 'row 1')).toBe('hunter2');
  });
});
