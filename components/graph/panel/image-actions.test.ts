import { describe, expect, it } from 'vitest';
import { onBaseFilter, oneImageFilter } from '#lib/lineage/filter/one-image-filter.ts';
import { imageActions } from './image-actions.ts';

const REFERENCE = 'docker.io/library/debian:12';
const APP = { reference: REFERENCE, imageId: 'i1', bases: 1, dependents: 0 };
const BASE = { reference: REFERENCE, imageId: null, bases: 0, dependents: 7 };

describe('the actions of the panel', () => {
  it('for a tracked image', () => {
    expect(imageActions(APP, false)).toEqual({
      track: false,
      openPage: true,
      rebase: true,
      rebaseDependents: false,
      share: { filter: oneImageFilter(REFERENCE), what: 'this image and its base chain' },
    });
  });

  it('for a base that is not tracked', () => {
    expect(imageActions(BASE, false)).toEqual({
      track: true,
      openPage: false,
      rebase: false,
      rebaseDependents: true,
      share: { filter: onBaseFilter(REFERENCE), what: 'every image based on this one' },
    });
  });

  it('for a root nothing is rebased', () =>
    expect(imageActions({ ...APP, bases: 0 }, false).rebase).toBe(false));

  it('change nothing in the past', () => {
    const none = { track: false, rebase: false, rebaseDependents: false, share: null };
    expect(imageActions(APP, true)).toEqual({ ...none, openPage: true });
    expect(imageActions(BASE, true)).toEqual({ ...none, openPage: false });
  });

  it('for an unnamed base are none', () => {
    expect(imageActions({ ...BASE, reference: `sha256:${'a'.repeat(64)}` }, false)).toEqual({
      track: false,
      openPage: false,
      rebase: false,
      rebaseDependents: false,
      share: null,
    });
  });

  it('an image that is neither tracked nor a base has nothing to share', () => {
    expect(imageActions({ ...APP, imageId: null }, false).share).toBeNull();
  });
});
