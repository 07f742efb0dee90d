import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '#lib/oci/image-config.ts';
import { rebaseHistory } from './history.ts';

const step = (prefix: string): fc.Arbitrary<HistoryEntry> =>
  fc.record(
    {
      created_by: fc.constantFrom(`${prefix} RUN`, `${prefix} ENV`, `${prefix} CMD`),
      empty_layer: fc.boolean(),
    },
    { requiredKeys: ['created_by'] },
  );
const steps = (prefix: string) => fc.array(step(prefix), { maxLength: 8 });
const counted = (history: readonly HistoryEntry[]) => history.filter((entry) => !entry.empty_layer).length;
const layers = fc.nat({ max: 5 });

describe('laws of history', () => {
  it('arbitrary histories: as many entries as layers, or no history at all', () => {
    fc.assert(
      fc.property(
        fc.record({
          original: fc.oneof(
            steps('any'),
            fc.tuple(steps('old'), steps('app')).map(([a, b]) => [...a, ...b]),
          ),
          oldBase: steps('old'),
          newBase: steps('new'),
          baseLayers: layers,
          newBaseLayers: layers,
          keptLayers: layers,
        }),
        (question) => {
          const { history, rebuilt } = rebaseHistory(question);
          const none = question.original.length === 0 && question.newBase.length === 0;
          if (none) expect({ history, rebuilt }).toEqual({ history: [], rebuilt: false });
          else expect(counted(history)).toBe(question.newBaseLayers + question.keptLayers);
        },
      ),
    );
  });

  it('sound histories: the new base’s whole, then the app’s whole, nothing made up', () => {
    fc.assert(
      fc.property(steps('old'), steps('app'), steps('new'), (oldBase, own, newBase) => {
        fc.pre(counted(oldBase) > 0 && counted(newBase) > 0);
        const answer = rebaseHistory({
          original: [...oldBase, ...own],
          oldBase,
          newBase,
          baseLayers: counted(oldBase),
          newBaseLayers: counted(newBase),
          keptLayers: counted(own),
        });
        expect(answer).toEqual({ history: [...newBase, ...own], rebuilt: false });
      }),
    );
  });

  it('back and forth between two bases restores the history', () => {
    fc.assert(
      fc.property(steps('old'), steps('app'), steps('new'), (oldBase, own, newBase) => {
        fc.pre(counted(oldBase) > 0 && counted(newBase) > 0);
        const counts = { keptLayers: counted(own) };
        const original = [...oldBase, ...own];
        const [old, next] = [counted(oldBase), counted(newBase)];
        const there = rebaseHistory({
          original,
          oldBase,
          newBase,
          baseLayers: old,
          newBaseLayers: next,
          ...counts,
        });
        const back = rebaseHistory({
          original: there.history,
          oldBase: newBase,
          newBase: oldBase,
          baseLayers: next,
          newBaseLayers: old,
          ...counts,
        });
        expect(back).toEqual({ history: original, rebuilt: false });
      }),
    );
  });
});
