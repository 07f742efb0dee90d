import { describe, expect, it } from 'vitest';
import { countByStatus } from '#lib/store/images/fleet-summary.ts';
import { TrackRequestError } from '../errors.ts';
import { fleetTests } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { getImage, listImages } from './list-images.ts';
import { trackedAmong, trackImages } from './track-images.ts';
import { untrackImage } from './untrack-images.ts';

const openFleet = fleetTests();
const ANY = {
  filter: undefined,
  sort: 'reference',
  descending: false,
  limit: 100,
  cursor: undefined,
} as const;

describe('trackImages', () => {
  it('answers pending images at once and their verdicts after the scan', async () => {
    await using fleet = await openFleet();
    const base = await pushOn(fleet.registry, 'base:1');
    const app = await pushOn(fleet.registry, 'app:1', base);
    const [image] = await trackImages(fleet.context, [app.reference], false);
    expect(image).toMatchObject({
      reference: app.reference,
      status: 'pending',
      checkedAt: null,
      sample: false,
      public: false,
    });
    expect(fleet.counter.count()).toBe(0);
    await fleet.runJobs();
    expect(await getImage(fleet.context, image?.id ?? '')).toMatchObject({
      status: 'up-to-date',
      digest: app.digest,
      baseName: base.reference,
      platforms: ['linux/amd64'],
    });
  });

  it('reads references as people write them, and tracks each once, in the order given', async () => {
    await using fleet = await openFleet();
    const asked = [
      'nginx',
      'docker.io/library/nginx:latest',
      'debian:12-slim',
      'index.docker.io/library/nginx',
    ];
    const tracked = await trackImages(fleet.context, asked, true);
    const nginx = 'docker.io/library/nginx:latest';
    expect(tracked.map(({ reference }) => reference)).toEqual([
      nginx,
      nginx,
      'docker.io/library/debian:12-slim',
      nginx,
    ]);
    expect(new Set(tracked.map(({ id }) => id)).size).toBe(2);
    expect(tracked.every(({ added }) => added)).toBe(true);
    const again = await trackImages(fleet.context, ['nginx', 'alpine'], true);
    expect(again.map(({ added }) => added)).toEqual([false, true]);
    const among = await trackedAmong(fleet.context, ['nginx', 'index.docker.io/library/nginx', 'redis']);
    expect(among.map(({ reference }) => reference)).toEqual([nginx]);
    await expect(trackedAmong(fleet.context, ['nginx', 'No Such'])).rejects.toThrow(TrackRequestError);
    expect(fleet.jobs.flatMap(({ job }) => job.imageIds)).toHaveLength(3);
  });

  it('scans nothing again for images that are tracked already', async () => {
    await using fleet = await openFleet();
    const [first] = await trackImages(fleet.context, ['debian:12'], true);
    const before = fleet.jobs.length;
    const [again] = await trackImages(fleet.context, ['docker.io/library/debian:12'], true);
    expect(again?.id).toBe(first?.id);
    expect(fleet.jobs).toHaveLength(before);
  });

  it.each([
    { text: '', problem: /empty/ },
    { text: 'UPPER/Case', problem: /lower case/ },
    { text: 'name:-tag', problem: /a tag has/ },
    { text: 'debian@sha256:beef', problem: /digest/ },
  ])('refuses “$text” and tracks nothing', async ({ text, problem }) => {
    await using fleet = await openFleet();
    const refusal = await trackImages(fleet.context, [text], false).catch((error) => error);
    expect(refusal).toBeInstanceOf(TrackRequestError);
    expect(refusal.message).toMatch(problem);
    expect(refusal.index).toBeUndefined();
    expect((await listImages(fleet.context, ANY)).items).toEqual([]);
    expect(fleet.jobs).toEqual([]);
  });

  it.each([0, 1, 499])(
    'names line %i of a list where that is the malformed one, and tracks none',
    async (line) => {
      await using fleet = await openFleet();
      const lines = Array.from({ length: 500 }, (_, n) => (n === line ? 'a b' : `team/app-${n}:1`));
      const refusal = await trackImages(fleet.context, lines, true).catch((error) => error);
      expect(refusal).toBeInstanceOf(TrackRequestError);
      expect(refusal.index).toBe(line);
      expect(refusal.message).toContain(`references[${line}]: "a b" is not an image reference`);
      expect(await countByStatus(fleet.context.db, [])).toEqual(new Map());
      lines[line] = 'team/app:1';
      expect(await trackImages(fleet.context, lines, true)).toHaveLength(500);
    },
  );

  it('splits what is new by registry', async () => {
    await using fleet = await openFleet();
    await trackImages(fleet.context, ['debian:12', 'ghcr.io/a/b:1', 'nginx', 'quay.io/c/d:1'], true);
    expect(fleet.jobs.map(({ job }) => [job.registry, job.imageIds.length]).sort()).toEqual([
      ['docker.io', 2],
      ['ghcr.io', 1],
      ['quay.io', 1],
    ]);
    expect(new Set(fleet.jobs.map(({ job }) => job.chunk)).size).toBe(3);
  });
});

describe('untrackImage', () => {
  it('takes an image away, while a scan of it is waiting', async () => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    const [image] = await trackImages(fleet.context, [app.reference], true);
    await untrackImage(fleet.context, image?.id ?? '');
    await fleet.runJobs();
    expect((await listImages(fleet.context, ANY)).items).toEqual([]);
    await expect(getImage(fleet.context, image?.id ?? '')).rejects.toThrow(/is tracked/);
    await expect(untrackImage(fleet.context, image?.id ?? '')).rejects.toThrow(/is tracked/);
  });
});
