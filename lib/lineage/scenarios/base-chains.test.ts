import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { basedOn, lineageOf, unread, World } from '../testing.ts';
import { APP, annotatedApp, BASE, baseOf } from './testing.ts';

const LATER = '2026-06-02T00:00:00.000Z';

describe('chains', () => {
  function chain() {
    const world = new World();
    const os = world.image('os:1', { layers: ['os'], annotations: basedOn('scratch') });
    const runtime = world.image('runtime:1', { layers: ['os', 'rt'], annotations: basedOn('os:1', os) });
    world.image('app:1', { layers: ['os', 'rt', 'app'], annotations: basedOn('runtime:1', runtime) });
    return world;
  }

  it('follow base to base to the root', () => {
    const lineage = lineageOf(chain(), 'app:1');
    expect(lineage.links.map(({ reference }) => reference)).toEqual([
      'docker.io/library/app:1',
      'docker.io/library/runtime:1',
      'docker.io/library/os:1',
    ]);
    expect(lineage).toMatchObject({ status: 'up-to-date', end: 'root' });
  });

  it('stale below: the direct base is current, a lower one moved', () => {
    const world = chain();
    world.image('os:1', { layers: ['os2'], annotations: basedOn('scratch') });
    const lineage = lineageOf(world, 'app:1');
    expect(lineage.status).toBe('stale-by-ancestor');
    expect(lineage.summary).toContain('`os:1`');
    expect(lineageOf(world, 'runtime:1').status).toBe('stale');
  });

  it('an ancestor that cannot be checked is never green', () => {
    const world = chain();
    world.failTag('os:1', 'it answered 429');
    expect(lineageOf(world, 'app:1')).toMatchObject({
      status: 'unknown',
      summary: expect.stringContaining('429'),
    });
  });

  it('end at an image that is based on itself', () => {
    const world = new World();
    const digest = world.image('app:1', { layers: ['a'] });
    world.image('app:1', { layers: ['a'], annotations: basedOn('app:1', digest) });
    world.point('app:1', digest);
    const self = world.image('self:1', { layers: ['a'], annotations: basedOn('self:1') });
    expect(self).toBeDefined();
    expect(lineageOf(world, 'self:1')).toMatchObject({ end: 'cycle', status: 'unknown' });
  });

  it('end after sixteen links', () => {
    const world = new World();
    let below = world.image('i0:1', { layers: ['l0'] });
    const layers = ['l0'];
    for (let n = 1; n <= 20; n += 1) {
      layers.push(`l${n}`);
      below = world.image(`i${n}:1`, { layers: [...layers], annotations: basedOn(`i${n - 1}:1`, below) });
    }
    const lineage = lineageOf(world, 'i20:1');
    expect(lineage).toMatchObject({ end: 'too-deep', status: 'unknown' });
    expect(lineage.links).toHaveLength(16);
  });

  it('an image that is gone or not visible is unknown, with the reason', () => {
    expect(lineageOf(new World(), 'app:1')).toMatchObject({
      status: 'unknown',
      end: 'unresolvable',
      digest: null,
    });
    const world = new World();
    world.failTag('app:1', 'not visible to us');
    expect(lineageOf(world, 'app:1').summary).toContain('not visible to us');
  });

  it('behind since the first other digest after the one that the image is based on', () => {
    const { world, old } = annotatedApp();
    world.seen.set(BASE, [
      { digest: old, firstSeen: '2026-01-01T00:00:00.000Z' },
      { digest: digestOf('second'), firstSeen: '2026-02-01T00:00:00.000Z' },
    ]);
    const now = world.image(BASE, { layers: ['os9'] });
    world.point(BASE, now, LATER);
    expect(baseOf(lineageOf(world, APP)).behindSince).toBe('2026-02-01T00:00:00.000Z');
  });

  it('behind since: a time without the tag is no move', () => {
    const { world, old } = annotatedApp();
    world.seen.set(BASE, [
      { digest: old, firstSeen: '2026-01-01T00:00:00.000Z' },
      { digest: null, firstSeen: '2026-02-01T00:00:00.000Z' },
      { digest: digestOf('other'), firstSeen: '2026-03-01T00:00:00.000Z' },
    ]);
    world.image(BASE, { layers: ['os9'] });
    expect(baseOf(lineageOf(world, APP)).behindSince).toBe('2026-03-01T00:00:00.000Z');
  });

  it('names a newer tag where the list is known', () => {
    const world = new World();
    const old = world.image('library/node:20.1-slim', { layers: ['n'] });
    world.image('app:1', { layers: ['n', 'a'], annotations: basedOn('node:20.1-slim', old) });
    world.tagLists.set('docker.io/library/node', {
      state: 'present',
      tags: ['20.9-slim', '20.10-slim', '21', '20.10', '22.0-alpine', 'latest'],
    });
    expect(baseOf(lineageOf(world, 'app:1')).newerTag).toBe('20.10-slim');
  });

  it('says why newer tags are not known where the list could not be read', () => {
    const world = new World();
    const old = world.image('library/node:20.1-slim', { layers: ['n'] });
    world.image('app:1', { layers: ['n', 'a'], annotations: basedOn('node:20.1-slim', old) });
    expect(baseOf(lineageOf(world, 'app:1'))).not.toHaveProperty('newerTagReason');
    world.tagLists.set('docker.io/library/node', unread('docker.io: it answered 429'));
    expect(baseOf(lineageOf(world, 'app:1'))).toMatchObject({
      newerTag: null,
      newerTagReason: 'The tags of `docker.io/library/node` could not be listed: docker.io: it answered 429.',
    });
    world.tagLists.set('docker.io/library/node', { state: 'gone' });
    expect(baseOf(lineageOf(world, 'app:1')).newerTagReason).toContain('does not list them (HTTP 404)');
  });
});
