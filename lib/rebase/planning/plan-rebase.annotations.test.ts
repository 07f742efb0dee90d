import { describe, expect, it } from 'vitest';
import { ANNOTATION } from '#lib/oci/annotations.ts';
import { type ImageSpec, indexOf, questionOf } from '../testing.ts';
import { ARM64, app, claim, made, newBase, oldBase, planned, topIndex } from './testing.ts';

const VERSION = ANNOTATION.version;
const REVISION = 'org.opencontainers.image.revision';

/** What the image says after a rebase, the base's own claim left out. */
function said(
  own: Record<string, string>,
  before: Partial<ImageSpec>,
  after: Partial<ImageSpec>,
  more: Parameters<typeof questionOf>[3] = {},
) {
  const plan = planned(questionOf(app({ annotations: own }), oldBase(before), newBase(after), more));
  const {
    [ANNOTATION.baseName]: _,
    [ANNOTATION.baseDigest]: __,
    ...rest
  } = made(plan).manifest.annotations ?? {};
  return { rest, plan, warned: plan.warnings.map(({ kind }) => kind) };
}

describe('annotations that the image inherited from its base', () => {
  const old = { annotations: { [VERSION]: '12.1', [REVISION]: 'a', vendor: 'Debian' } };
  const inherited = { ...old.annotations };

  it('follow the new base as labels do, and what the image says itself stays', () => {
    const own = { ...inherited, [REVISION]: 'of the app', team: 'shop' };
    const next = { annotations: { [VERSION]: '12.2', [REVISION]: 'b', vendor: 'Debian' } };
    const { rest, plan } = said(own, old, next);
    expect(rest).toEqual({ [VERSION]: '12.2', [REVISION]: 'of the app', vendor: 'Debian', team: 'shop' });
    expect(plan.platforms[0]?.annotations.changes).toContainEqual({
      path: `annotations.${VERSION}`,
      before: '12.1',
      after: '12.2',
    });
    expect(plan.platforms[0]?.annotations.conflicts).toMatchObject([
      { path: `annotations.${REVISION}`, oldBase: 'a', newBase: 'b', image: 'of the app' },
    ]);
  });

  it('go where the new base has none of that name, and come where it has new ones', () => {
    const { rest } = said(inherited, old, { annotations: { [VERSION]: '12.2', url: 'https://example.com' } });
    expect(rest).toEqual({ [VERSION]: '12.2', url: 'https://example.com' });
  });

  it('of an image whose builder inherits none: nothing comes, and its own are no conflict', () => {
    const { rest, plan } = said({ [VERSION]: '3.8' }, old, { annotations: { [VERSION]: '12.2', new: 'x' } });
    expect(rest).toEqual({ [VERSION]: '3.8' });
    expect(plan.platforms[0]?.annotations.conflicts).toEqual([]);
  });

  it('the base’s own claim is never taken over', () => {
    const { plan } = said(
      inherited,
      { annotations: { ...old.annotations, ...claim('sha256:0') } },
      {
        annotations: { ...old.annotations, ...claim('sha256:1') },
      },
    );
    expect(made(plan).manifest.annotations).toMatchObject(
      claim(newBase({ annotations: { ...old.annotations, ...claim('sha256:1') } }).document.digest),
    );
  });

  it('stay, with a warning, where the new base’s format has none, and in keep-original', () => {
    const docker = said(inherited, old, { docker: true });
    expect(docker.rest).toEqual(inherited);
    expect(docker.warned).toContain('inherited-annotations');
    const next = { annotations: { ...old.annotations, [VERSION]: '12.2' } };
    const kept = said(inherited, old, next, { configMode: 'keep-original' });
    expect(kept.rest).toEqual(inherited);
    expect(kept.warned).toContain('inherited-annotations');
  });

  it('stay where the old base’s are not known', () => {
    const base = oldBase(old);
    const platforms = new Map([
      ['linux/amd64', { digest: base.document.digest, diffIds: base.config.rootfs.diff_ids ?? [] }],
    ]);
    const { rest } = said(
      inherited,
      old,
      { annotations: { [VERSION]: '12.2' } },
      {
        oldBase: { state: 'remembered', digest: base.document.digest, platforms },
      },
    );
    expect(rest).toEqual(inherited);
  });
});

describe('in an index', () => {
  const version = (value: string) => ({ annotations: { [VERSION]: value } });
  const both = (
    make: (more: Partial<ImageSpec>) => ReturnType<typeof app>,
    value: string,
    level: object = {},
  ) => indexOf([make(version(value)), make({ ...version(value), platform: ARM64 })], level);

  it('the index and its entries follow as the manifests do', () => {
    const level = (value: string) => ({
      ...version(value),
      descriptorAnnotations: { [VERSION]: value, own: 'x' },
    });
    const plan = planned(
      questionOf(
        both(app, '1', level('1')),
        both(oldBase, '1', version('1')),
        both(newBase, '2', version('2')),
      ),
    );
    const index = topIndex(plan);
    expect(index.annotations).toMatchObject({ [VERSION]: '2' });
    expect(index.manifests.map(({ annotations }) => annotations)).toEqual(
      Array(2).fill({ [VERSION]: '2', own: 'x' }),
    );
    expect(plan.annotations.changes.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        `annotations.${VERSION}`,
        `manifests[linux/amd64].annotations.${VERSION}`,
        `manifests[linux/arm64].annotations.${VERSION}`,
      ]),
    );
  });

  it('what the index says itself stays', () => {
    const plan = planned(questionOf(both(app, '1', version('own')), both(oldBase, '1'), both(newBase, '2')));
    expect(topIndex(plan).annotations).toMatchObject({ [VERSION]: 'own' });
  });
});
