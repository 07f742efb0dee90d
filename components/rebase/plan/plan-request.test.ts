import { describe, expect, it } from 'vitest';
import { joinAnnotations } from './plan-annotations.ts';
import { planRequestOf } from './plan-request.ts';

const IMAGE = {
  reference: 'r.example/app:1',
  newBase: '',
  target: '',
  mode: 'merge',
  annotate: null,
  base: '',
} as const;

describe('the request for a plan', () => {
  it('names only the image and the mode by default', () => {
    expect(planRequestOf(IMAGE)).toEqual({
      kind: 'rebase',
      body: { reference: 'r.example/app:1', configMode: 'merge' },
    });
  });

  it('names another base and a new tag', () => {
    expect(
      planRequestOf({ ...IMAGE, newBase: 'debian:13', target: 'r.example/app:2', mode: 'keep-original' }),
    ).toEqual({
      kind: 'rebase',
      body: {
        reference: 'r.example/app:1',
        target: 'r.example/app:2',
        configMode: 'keep-original',
        newBase: 'debian:13',
      },
    });
  });

  it('to annotate has the base that somebody named, but no new base and no mode', () => {
    expect(planRequestOf({ ...IMAGE, base: 'debian:12', annotate: '1' })).toEqual({
      kind: 'annotate',
      body: { reference: 'r.example/app:1', base: 'debian:12' },
    });
    expect(
      planRequestOf({ ...IMAGE, newBase: 'debian:13', target: 'r.example/app:2', annotate: '1' }),
    ).toEqual({
      kind: 'annotate',
      body: { reference: 'r.example/app:1', target: 'r.example/app:2' },
    });
  });
});

it('annotations of the index follow those of the manifest', () => {
  const change = (path: string) => ({ path, before: null, after: 'x' });
  const joined = joinAnnotations(
    { changes: [change('a')], conflicts: [] },
    { changes: [change('b')], conflicts: [] },
  );
  expect(joined.changes.map(({ path }) => path)).toEqual(['a', 'index.b']);
});
