import { describe, expect, it } from 'vitest';
import { filesSentence, layersSentence, packagesSentence } from './difference-words.ts';

describe('differences in sentences', () => {
  it('says what became of layers and sizes', () => {
    const layers = { kept: [{}, {}], removed: [{}], added: [] } as never;
    const of = (before: number | null, after: number | null) =>
      layersSentence({ layers, size: { before, after } } as never);
    expect(of(1000, 3500)).toBe(
      '2 layers kept, 1 removed, 0 added. 3.5 kB compressed, 2.5 kB more than before.',
    );
    expect(of(3500, 1000)).toContain('1.0 kB compressed, 2.5 kB less than before.');
    expect(of(1000, 1000)).toContain('1.0 kB as before');
    expect(of(null, 1000)).toBe('2 layers kept, 1 removed, 0 added. ');
  });

  it('counts packages by their change, and never says that nothing changes where something does', () => {
    const item = (change: string) => ({ change }) as never;
    const kinds = [{ kind: 'dpkg', before: 87, after: 88 }] as never;
    const state = 'compared' as const;
    expect(
      packagesSentence({
        state,
        kinds,
        notRead: [],
        items: [item('added'), item('upgraded'), item('upgraded')],
      }),
    ).toBe('1 added, 2 upgraded among 88 Debian packages.');
    expect(packagesSentence({ state, kinds, notRead: [], items: [] })).toBe(
      'No package changes among 88 Debian packages.',
    );
  });

  it('counts files', () => {
    const of = (added: number, removed: number, changed: number) =>
      filesSentence({
        state: 'compared',
        items: [],
        bytes: { before: 0, after: 0 },
        counts: { added, removed, changed },
      });
    expect(of(1, 0, 1200)).toBe('1 file added, 0 removed, 1,200 changed.');
    expect(of(0, 0, 0)).toBe('No file changes.');
  });
});
