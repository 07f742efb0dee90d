import { describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { basedOn, push } from '#lib/registry/memory/image-builder.ts';
import { listAccess } from '#lib/store/access/audit-log.ts';
import { trackImages } from '../images/track-images.ts';
import { checkImage } from '../scan/check-image.ts';
import { fleetTests, SLOW, type TestFleet, type TestFleetOptions } from '../testing.ts';
import { layered, pushOn } from '../testing-images.ts';
import { declareBase, getDeclaredBases, removeDeclaredBase } from './declare-base.ts';

const openFleet = fleetTests();
const ADA = { name: 'ada', address: '192.0.2.1' };

/** Pushes a base that nobody tracks, and an image on it without evidence, which is tracked. */
async function silentImage(fleet: TestFleet, path = 'legacy/fax:1') {
  const base = await pushOn(fleet.registry, 'os:1');
  const reference = `${fleet.registry.host}/${path}`;
  const recipe = layered(base.recipe, path.replaceAll(/[/:]/g, '-'));
  await push(fleet.registry.registry, reference, recipe);
  await trackImages(fleet.context, [reference], true);
  await fleet.runJobs();
  return { base, reference, recipe };
}

const otherBase = ({ registry }: TestFleet) => pushOn(registry, 'other:1');

async function declare(fleet: TestFleet, image: string, base: string, reason: string | null = null) {
  const { declared } = await declareBase(fleet.context, { image, base, reason }, ADA);
  return declared;
}

async function verdict({ context }: TestFleet, reference: string) {
  const { status, links } = await checkImage(context, { reference, refresh: false, at: undefined });
  const base = links[0]?.base;
  return { status, base: base?.name, kinds: base?.evidence.map(({ kind }) => kind) };
}

describe('a declared base', { timeout: SLOW }, () => {
  it('is evidence at once, until it is removed; the audit log has both', async () => {
    await using fleet = await openFleet();
    const { base, reference } = await silentImage(fleet);
    expect(await verdict(fleet, reference)).toMatchObject({ status: 'unknown', base: undefined });
    const declared = await declare(fleet, reference, base.reference, 'its builder is lost');
    await fleet.runJobs();
    const proven = { status: 'up-to-date', base: base.reference, kinds: ['declared'] };
    expect(await verdict(fleet, reference)).toEqual(proven);
    expect((await getDeclaredBases(fleet.context)).stored).toEqual([declared]);
    await pushOn(fleet.registry, 'os:1', undefined, 'os-moved');
    fleet.pass(60);
    await checkImage(fleet.context, { reference, refresh: true, at: undefined });
    expect(await verdict(fleet, reference)).toMatchObject({ status: 'stale', base: base.reference });
    await removeDeclaredBase(fleet.context, declared.id, ADA);
    await fleet.runJobs();
    expect(await verdict(fleet, reference)).toMatchObject({ status: 'unknown', base: undefined });
    await expect(removeDeclaredBase(fleet.context, declared.id, ADA)).rejects.toThrow('no declared base');
    const { items } = await listAccess(fleet.context.db, { limit: 9 });
    const detail = `${base.reference}: its builder is lost`;
    expect(items.map(({ action, actor, subject, detail }) => [action, actor, subject, detail])).toEqual([
      ['base-declaration-removed', 'ada', reference, detail],
      ['base-declared', 'ada', reference, detail],
    ]);
  });

  it('of a repository is that of all its tags, and one of a tag takes precedence', async () => {
    await using fleet = await openFleet();
    const { base, reference, recipe } = await silentImage(fleet);
    const { host, registry } = fleet.registry;
    await declare(fleet, `${host}/legacy/fax`, base.reference);
    await push(registry, `${host}/legacy/fax:2`, recipe);
    await push(registry, `${host}/legacy/faxes:1`, recipe);
    await trackImages(fleet.context, [`${host}/legacy/fax:2`, `${host}/legacy/faxes:1`], true);
    await fleet.runJobs();
    for (const tag of [reference, `${host}/legacy/fax:2`])
      expect(await verdict(fleet, tag)).toMatchObject({ status: 'up-to-date', base: base.reference });
    const other = await verdict(fleet, `${host}/legacy/faxes:1`);
    expect(other.kinds?.includes('declared') ?? false).toBe(false);
    const copy = await pushOn(fleet.registry, 'copy:1', undefined, 'os-1');
    await declare(fleet, reference, copy.reference);
    await fleet.runJobs();
    expect(await verdict(fleet, reference)).toMatchObject({ base: copy.reference });
    // A second declaration for the same name replaces the first.
    const again = { image: reference, base: base.reference, reason: null };
    const { replaced } = await declareBase(fleet.context, again, ADA);
    expect(replaced).toMatchObject({ image: reference, base: copy.reference });
    await fleet.runJobs();
    expect(await verdict(fleet, reference)).toMatchObject({ base: base.reference });
    expect((await getDeclaredBases(fleet.context)).stored).toHaveLength(2);
  });

  it('changes the base chains of images based on its image too', async () => {
    await using fleet = await openFleet();
    const { base, reference, recipe } = await silentImage(fleet);
    const app = `${fleet.registry.host}/app:1`;
    await push(fleet.registry.registry, app, layered(recipe, 'app').annotate(basedOn(reference)));
    await trackImages(fleet.context, [app], true);
    await fleet.runJobs();
    const chain = async () => {
      const { links } = await checkImage(fleet.context, { reference: app, refresh: false, at: undefined });
      return links.map((link) => link.reference);
    };
    expect(await chain()).toEqual([app, reference]);
    const { id } = await declare(fleet, reference, base.reference);
    await fleet.runJobs();
    expect(await chain()).toEqual([app, reference, base.reference]);
    await removeDeclaredBase(fleet.context, id, ADA);
    await fleet.runJobs();
    expect(await chain()).toEqual([app, reference]);
  });

  const pinned: readonly [string, (tag: string, digest: string) => string][] = [
    ['an image that is tracked by digest alone', (tag, digest) => `${tag.slice(0, -2)}@${digest}`],
    ['an image that is tracked by tag and digest', (tag, digest) => `${tag}@${digest}`],
  ];
  it.each(pinned)('is evidence for %s, until it is removed', async (_, named) => {
    await using fleet = await openFleet();
    const { base, reference } = await silentImage(fleet);
    const { digest } = await fleet.context.registry.resolve(parseReference(reference));
    const image = named(reference, digest);
    await trackImages(fleet.context, [image], true);
    await fleet.runJobs();
    const { id } = await declare(fleet, `${fleet.registry.host}/legacy/fax`, base.reference);
    await fleet.runJobs();
    expect(await verdict(fleet, image)).toMatchObject({ base: base.reference });
    await checkImage(fleet.context, { reference: image, refresh: true, at: undefined });
    const proven = { status: 'up-to-date', base: base.reference };
    expect(await verdict(fleet, image)).toMatchObject(proven);
    await removeDeclaredBase(fleet.context, id, ADA);
    await fleet.runJobs();
    const { kinds } = await verdict(fleet, image);
    expect(kinds ?? []).not.toContain('declared');
  });

  it('counts for an image that another one names by digest, until it is removed', async () => {
    await using fleet = await openFleet();
    const { base, reference, recipe } = await silentImage(fleet);
    const { digest } = await fleet.context.registry.resolve(parseReference(reference));
    const app = `${fleet.registry.host}/app:1`;
    const repository = `${fleet.registry.host}/legacy/fax`;
    const pinning = basedOn(`${repository}@${digest}`, digest);
    await push(fleet.registry.registry, app, layered(recipe, 'app').annotate(pinning));
    await trackImages(fleet.context, [app], true);
    await fleet.runJobs();
    const chain = async () => {
      const { links } = await checkImage(fleet.context, { reference: app, refresh: false, at: undefined });
      return links.map((link) => link.reference.replace(/@.*/, ''));
    };
    expect(await chain()).toEqual([app, repository]);
    const { id } = await declare(fleet, repository, base.reference);
    await fleet.runJobs();
    expect(await chain()).toEqual([app, repository, base.reference]);
    await removeDeclaredBase(fleet.context, id, ADA);
    await fleet.runJobs();
    expect(await chain()).toEqual([app, repository]);
  });

  it('is known to every process', async () => {
    await using fleet = await openFleet();
    const { base, reference } = await silentImage(fleet);
    const other = fleet.restarted();
    const known = () => other.declaredBase(parseReference(reference));
    expect(known()).toBeUndefined();
    const heard = fleet.heard.length;
    const { id } = await declare(fleet, reference, base.reference);
    await fleet.settle();
    await expect.poll(known).toEqual(parseReference(base.reference));
    await removeDeclaredBase(fleet.context, id, ADA);
    await fleet.settle();
    await expect.poll(known).toBeUndefined();
    expect(fleet.heard.slice(heard).filter(({ type }) => type === 'declared-base')).toHaveLength(2);
  });

  it('is used by a scan in a process that got no event about it', async () => {
    await using fleet = await openFleet();
    const { base, reference } = await silentImage(fleet);
    // No event is sent.
    const silent = { ...fleet.context, events: { publish: async () => {} } };
    const deaf = { ...silent, declaredBases: { ...silent.declaredBases, refresh: async () => {} } };
    await declareBase(deaf, { image: reference, base: base.reference, reason: null }, ADA);
    await fleet.runJobs();
    expect(await verdict(fleet, reference)).toMatchObject({ status: 'up-to-date' });
  });
});

describe('a declaration makes nothing up to date', { timeout: SLOW }, () => {
  const cases: readonly [string, (fleet: TestFleet) => Promise<string>, string][] = [
    // A tag may have had other layers when the image was built.
    ['whose tag has other layers', async (fleet) => (await otherBase(fleet)).reference, 'stale'],
    [
      'whose digest has other layers',
      async (fleet) => {
        const { reference, digest } = await otherBase(fleet);
        return `${reference}@${digest}`;
      },
      'broken',
    ],
    ['that does not exist', async ({ registry }) => `${registry.host}/no/such:1`, 'broken'],
    ['whose registry does not answer', async () => 'registry.invalid/os:1', 'unknown'],
  ];
  it.each(cases)('of a base %s', async (_, name, status) => {
    await using fleet = await openFleet();
    const { reference } = await silentImage(fleet);
    await declare(fleet, reference, await name(fleet));
    await fleet.runJobs();
    expect(await verdict(fleet, reference)).toMatchObject({ status, kinds: ['declared'] });
  });

  it('for images that it does not name: a planted name is no evidence for others', async () => {
    await using fleet = await openFleet();
    const { base, reference, recipe } = await silentImage(fleet);
    const { host, registry } = fleet.registry;
    const planted = `${host}/evil/os:1`;
    await push(registry, planted, base.recipe);
    const bystander = `${host}/bystander:1`;
    await push(registry, bystander, layered(recipe, 'more'));
    await declare(fleet, reference, planted);
    await trackImages(fleet.context, [bystander], true);
    await fleet.runJobs();
    const { links } = await checkImage(fleet.context, {
      reference: bystander,
      refresh: false,
      at: undefined,
    });
    // It is based on the tracked image. The planted name is only below that one, for which it was declared.
    expect(links.map((link) => link.reference)).toEqual([bystander, reference, planted]);
    const onOs = `${host}/on-os:1`;
    await push(registry, onOs, layered(base.recipe, 'on-os'));
    await trackImages(fleet.context, [onOs], true);
    await fleet.runJobs();
    expect(await verdict(fleet, onOs)).toMatchObject({ status: 'unknown', base: undefined });
  });

  it('against an annotation that the layers contradict: both are shown as in conflict', async () => {
    await using fleet = await openFleet();
    const { base, reference, recipe } = await silentImage(fleet);
    const other = await pushOn(fleet.registry, 'other:1');
    const lying = recipe.annotate(basedOn(other.reference, other.digest));
    await push(fleet.registry.registry, reference, lying);
    await declare(fleet, reference, base.reference);
    await fleet.runJobs();
    expect(await verdict(fleet, reference)).toMatchObject({ status: 'broken', base: other.reference });
  });
});

describe('a declaration is refused', () => {
  const inFile = (image: string): TestFleetOptions => ({ bases: [{ image, base: 'debian:12' }] });
  const cases: readonly [string, TestFleetOptions, string, string, string][] = [
    ['for a digest', {}, `r.test/app@sha256:${'0'.repeat(64)}`, 'debian:12', 'names a digest'],
    ['for a pattern', {}, 'r.test/**', 'debian:12', 'is not an image reference'],
    ['of no reference', {}, 'r.test/app', 'https://debian', 'is not an image reference'],
    ['of scratch', {}, 'r.test/app', 'scratch', 'scratch is not an image'],
    ['of the image itself', {}, 'r.test/app:1', 'r.test/app:1', 'not its own base'],
    ['for a tag that the file covers', inFile('r.test/*'), 'r.test/app:1', 'alpine', 'in baseboard.yaml'],
    ['for a repository that it covers', inFile('r.test/**'), 'r.test/a/b', 'alpine', 'in baseboard.yaml'],
  ];
  it.each(cases)('%s', async (_, options, image, base, problem) => {
    await using fleet = await openFleet(options);
    await expect(declare(fleet, image, base)).rejects.toThrow(problem);
    expect((await getDeclaredBases(fleet.context)).stored).toEqual([]);
  });
});

it('bases of the configuration take precedence over declared ones, even if those were there first', async () => {
  const bases: { image: string; base: string }[] = [];
  await using fleet = await openFleet({ bases });
  const { base, reference } = await silentImage(fleet);
  await declare(fleet, `${fleet.registry.host}/legacy/fax`, `${fleet.registry.host}/other:1`);
  bases.push({ image: `${fleet.registry.host}/legacy/*`, base: base.reference });
  const restarted = fleet.restarted();
  await restarted.declaredBases.refresh();
  expect(restarted.declaredBase(parseReference(reference))).toEqual(parseReference(base.reference));
  expect((await getDeclaredBases(restarted)).configured).toEqual(bases);
});
