import { describe, expect, it } from 'vitest';
import { questionOf } from '../../testing.ts';
import { app, made, newBase, oldBase, planned } from '../testing.ts';

const many = (count: number) => Array.from({ length: count }, (_, at) => `layer ${at}`);

describe('layers', () => {
  it.each([
    [127, []],
    [128, ['too-many-layers']],
  ])('%s of them: %s', (count, expected) => {
    const plan = planned(questionOf(app(), oldBase(), newBase({ layers: many(count - 1) })));
    expect(made(plan).manifest.layers).toHaveLength(count);
    expect(plan.warnings.map(({ kind }) => kind)).toEqual(expected);
  });
});

it('settings that follow the base and may break the image are warnings, with both values', () => {
  const user = (User: string) => ({ config: { User } });
  const question = (configMode: 'merge' | 'keep-original') =>
    questionOf(app(user('app')), oldBase(user('app')), newBase(user('')), { configMode });
  expect(planned(question('merge')).warnings).toMatchObject([
    { kind: 'runs-as-root', setting: { before: 'app', after: null } },
  ]);
  expect(planned(question('keep-original')).warnings).toEqual([]);
});

describe('build triggers', () => {
  const triggers = (...OnBuild: string[]) => ({ config: { OnBuild } });
  const run = (
    own: ReturnType<typeof triggers>,
    before: ReturnType<typeof triggers>,
    after: ReturnType<typeof triggers>,
    configMode: 'merge' | 'keep-original' = 'merge',
  ) => {
    const plan = planned(questionOf(app(own), oldBase(before), newBase(after), { configMode }));
    const warned = plan.warnings.filter(({ kind }) => kind === 'on-build').map(({ detail }) => detail);
    const { OnBuild = [] } = (made(plan).config.config ?? {}) as { OnBuild?: string[] };
    return { triggers: OnBuild, warned, conflicts: plan.platforms[0]?.config.conflicts };
  };

  it('that the image has as its old base has them follow the base', () => {
    const result = run(triggers('RUN a'), triggers('RUN a'), triggers('RUN b'));
    expect(result).toEqual({ triggers: ['RUN b'], warned: [], conflicts: [] });
  });

  it.each([
    ['changed', triggers('RUN a'), triggers('RUN b')],
    ['came', triggers(), triggers('RUN b')],
    ['went', triggers('RUN a'), triggers()],
  ])('that %s with the base are not inherited by images built on it, with a warning', (_, before, after) => {
    const result = run(triggers(), before, after);
    expect(result).toMatchObject({ triggers: [], conflicts: [] });
    expect(result.warned).toHaveLength(1);
  });

  it('that did not change are no news', () => {
    expect(run(triggers(), triggers('RUN a'), triggers('RUN a')).warned).toEqual([]);
  });

  it('of the image’s own stay', () => {
    const result = run(triggers('RUN mine'), triggers(), triggers());
    expect(result).toEqual({ triggers: ['RUN mine'], warned: [], conflicts: [] });
  });

  it('that are kept although the base’s changed cause a warning', () => {
    const result = run(triggers('RUN a'), triggers('RUN a'), triggers('RUN b'), 'keep-original');
    expect(result.triggers).toEqual(['RUN a']);
    expect(result.warned).toHaveLength(1);
  });

  it('of a new base under an image whose old one is gone cause a warning', () => {
    const plan = planned(questionOf(app(), null, newBase(triggers('RUN b')), { baseLayersOverride: 1 }));
    expect(plan.warnings.map(({ kind }) => kind)).toContain('on-build');
  });
});
