import { describe, expect, it } from 'vitest';
import { PANEL_LIMITS, readPanelSize, sizeAfterKey, USUAL_SIZE } from './panel-size.ts';

describe('the stored size of the panel', () => {
  it('is read as it was written', () => {
    const size = { width: 520, height: 60, collapsed: true };
    expect(readPanelSize(JSON.stringify(size))).toEqual(size);
  });

  it.each([null, '', '{', 'null', '[]', '{"width":"wide"}'])('is as usual if %j is stored', (text) => {
    expect(readPanelSize(text)).toEqual(USUAL_SIZE);
  });

  it('stays within its limits', () => {
    const { width, height } = readPanelSize('{"width":1e9,"height":-5}');
    expect({ width, height }).toEqual({ width: PANEL_LIMITS.width.most, height: PANEL_LIMITS.height.least });
  });
});

it.each([
  ['width', 'ArrowLeft', 424],
  ['width', 'ArrowRight', 376],
  ['width', 'Home', PANEL_LIMITS.width.least],
  ['width', 'End', PANEL_LIMITS.width.most],
  ['width', 'ArrowUp', undefined],
  ['height', 'ArrowUp', 47],
  ['height', 'ArrowDown', 37],
  ['height', 'a', undefined],
] as const)('the %s after %s', (side, key, size) => {
  expect(sizeAfterKey(side, USUAL_SIZE[side], key)).toBe(size);
});
