import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fasterTime } from '#lib/rebase/execution/testing.ts';
import {
  AT,
  both,
  changed,
  lagging,
  late,
  limited,
  lost,
  type Match,
  on,
  own,
  type Quirk,
  type QuirkProxy,
  redirects,
  refused,
  startQuirkProxy,
  tokensEnd,
  withHeaders,
} from '#lib/registry/testing/quirk-proxy.ts';
import { listAudit } from '#lib/store/rebases/audit-log.ts';
import { trackImages } from '../../images/track-images.ts';
import { fleetTests, SLOW, type TestFleet } from '../../testing.ts';
import { pushOn } from '../../testing-images.ts';
import { previewRebase } from '../planning/plan-rebase.ts';
import { getRebase } from '../read-rebases.ts';
import { recheckUnclearTags } from '../recovery/recheck-unclear-tags.ts';
import { resumeOrphans } from '../recovery/resume-orphans.ts';
import { rebaseFleet } from '../testing.ts';
import { rollBackRebase } from './roll-back-rebase.ts';
import { applyRebase } from './start-rebase.ts';

const openFleet = fleetTests();
/** One fleet, behind a proxy for each scene: what a client learns of one registry does not hold for the next. */
let fleet: TestFleet;
let proxies: readonly QuirkProxy[];
let scenes = 0;
beforeAll(async () => {
  proxies = await Promise.all(Array.from({ length: SCENES }, () => startQuirkProxy()));
  const registries = proxies.map(({ host }) => ({ host, plainHttp: true }));
  fleet = await openFleet({ client: { registries, deadlineMs: 2500 } });
  for (const proxy of proxies) proxy.upstream = fleet.registry.host;
}, SLOW);
afterAll(async () => {
  await fleet[Symbol.asyncDispose]();
  await Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]()));
}, SLOW);

/** The next proxy that nothing has gone through yet. */
function nextProxy(): QuirkProxy {
  const proxy = proxies[scenes++];
  if (proxy === undefined) throw new Error('there are more scenes than proxies');
  return proxy;
}

const CONSENT = { actor: 'operator', reason: 'a fix in the base' };
/** Proxies: one for each scene, and one that is redirected to. */
const SCENES = 100;
/** What takes half a minute takes a second and a half here. */
const TIMES = 20;
const LAG_MS = 600;

const noMount = on(AT.mount, refused(405, 'UNSUPPORTED'));
/** A blob's bytes on their way, in whatever manner. */
const content: Match = (passing) => AT.upload(passing) && passing.body.byteLength > 0;
const inOnePut: Match = (passing) => content(passing) && AT.blobPut(passing);
const patched: Match = ({ method }) => method === 'PATCH';
const zeros = `sha256:${'0'.repeat(64)}`;

/** Each quirk is met by a whole rebase, which must end as if there were none. */
const SURVIVED: Record<string, () => Quirk> = {
  'the tag’s PUT is stored and answered with 500': () => on(AT.tagPut, lost(own(500))),
  'the tag’s PUT is stored and answered with 502': () => on(AT.tagPut, lost(own(502))),
  'the tag’s PUT is stored and answered with 504': () => on(AT.tagPut, lost(own(504))),
  'the tag’s PUT is stored and answered with 408': () => on(AT.tagPut, lost(own(408))),
  'the tag’s PUT is stored and the connection reset': () => on(AT.tagPut, lost('reset')),
  'the tag’s PUT is stored and never answered': () => on(AT.tagPut, lost('hang')),
  'the tag’s PUT is stored and answered with another digest': () =>
    on(AT.tagPut, withHeaders({ 'docker-content-digest': zeros })),
  'the tag’s PUT is stored and answered with 200 and no header': () => on(AT.tagPut, lost(own(200))),
  'the tag’s PUT is sent twice by a proxy, the second one refused as moved': () =>
    on(AT.tagPut, lost(own(412))),
  'the tag’s PUT is sent twice by a proxy, the second one refused as immutable': () =>
    on(AT.tagPut, lost(own(400, 'TAG_INVALID', 'the tag is immutable'))),
  'reads show the old tag for a while': () => lagging(LAG_MS, 'old'),
  'reads hide the tag for a while': () => lagging(LAG_MS, 'nothing'),
  'HEADs alone show the old tag for a while': () => lagging(LAG_MS, 'old', ['HEAD']),
  'the answer is lost, and reads lag': () => both(lagging(LAG_MS, 'old'), on(AT.tagPut, lost(own(504)))),
  'reads of the tag fail for a moment after it was put': () =>
    on(AT.tagRead, refused(503), { after: 1, times: 3 }),
  'ETags are weak': () => withHeaders({ etag: 'W/"weak"' }),
  'every write is limited at first': () => on(AT.write, refused(429), { times: 3 }),
  'every write is limited at first, with Retry-After': () =>
    on(AT.write, refused(429, 'TOOMANYREQUESTS', '', { 'retry-after': '1' }), { times: 2 }),
  'every write is limited at first, with a date': () =>
    on(
      AT.write,
      (passing, pass) => refused(429, 'TOOMANYREQUESTS', '', { 'retry-after': inASecond() })(passing, pass),
      {
        times: 2,
      },
    ),
  'mounts are limited at first': () => on(AT.mount, refused(429), { times: 2 }),
  'opening an upload is limited at first': () => both(noMount, on(AT.open, refused(429), { times: 2 })),
  'uploads are limited at first': () => both(noMount, on(content, refused(429), { times: 2 })),
  'the tag’s PUT is limited at first': () => on(AT.tagPut, refused(429), { times: 2 }),
  'a few writes in a short time are taken': () => limited(AT.write, 3, 200),
  'a mount is answered with 500': () => on(AT.mount, refused(500)),
  'a mount is answered with 503 and Retry-After': () =>
    on(AT.mount, refused(503, undefined, '', { 'retry-after': '60' })),
  'a mount ends in a reset': () => on(AT.mount, async () => 'reset'),
  'a mount is answered with 202 and no Location': () => on(AT.mount, refused(202)),
  'a mount is answered with 202 and a Location on another host': () =>
    on(AT.mount, refused(202, undefined, '', { location: 'http://127.0.0.1:1/x' })),
  'a mount is answered with 202 and a Location that is none': () =>
    on(AT.mount, refused(202, undefined, '', { location: 'http://[' })),
  'a mount is answered with 201, and the blob is not there': () => on(AT.mount, refused(201)),
  'a blob that was put is missed for a moment': () =>
    on(AT.manifestPut, refused(404, 'BLOB_UNKNOWN'), { times: 2 }),
  'a child that was put is missed for a moment': () =>
    on(AT.manifestPut, refused(404, 'MANIFEST_UNKNOWN'), { times: 4 }),
  'a blob of the manifest is missed for a moment': () =>
    on(AT.manifestPut, refused(400, 'MANIFEST_BLOB_UNKNOWN'), { times: 4 }),
  'a digest is not yet valid for a moment': () =>
    on(AT.manifestPut, refused(400, 'DIGEST_INVALID'), { times: 4 }),
  'the repository is not known for a moment': () =>
    on(AT.manifestPut, refused(404, 'NAME_UNKNOWN'), { times: 4 }),
  'tokens end in the middle of a streamed blob': () => both(tokensEnd(content, 2), noMount),
  'tokens end at the tag’s PUT': () => tokensEnd(AT.tagPut, 1),
  'an upload’s connection breaks once': () =>
    both(
      on(content, async () => 'reset', { times: 1 }),
      noMount,
    ),
  'an upload is stored, and its answer lost': () => both(on(content, lost(own(504))), noMount),
  'an upload’s session is lost once': () =>
    both(noMount, on(content, refused(404, 'BLOB_UPLOAD_UNKNOWN'), { times: 1 })),
  'blobs in one PUT are refused with 404': () => both(noMount, on(inOnePut, refused(404))),
  'blobs in one PUT are refused with 405': () => both(noMount, on(inOnePut, refused(405, 'UNSUPPORTED'))),
  'blobs in one PUT are refused with 416': () =>
    both(noMount, on(inOnePut, refused(416, 'BLOB_UPLOAD_INVALID'))),
  'chunks are limited at first': () =>
    both(noMount, both(on(patched, refused(429), { times: 2 }), on(inOnePut, refused(405)))),
  'uploads are redirected by 307 on the same host': () => both(noMount, redirects(AT.upload, 307)),
  'uploads are redirected by 308 on the same host': () => both(noMount, redirects(AT.upload, 308)),
  'manifests are redirected by 307 on the same host': () => redirects(AT.manifestPut, 307),
  'answers are slow': () => late(50),
};

/** Each quirk ends a rebase as failed, with a sentence that says why: nothing is moved, and nothing recorded. */
const REFUSED: Record<string, [() => Quirk, RegExp]> = {
  'a PUT that is answered with 504 and not stored': [
    () => on(AT.tagPut, refused(504)),
    /is unchanged 40 s later/,
  ],
  'a PUT whose connection is reset': [() => on(AT.tagPut, async () => 'reset'), /is unchanged 40 s later/],
  'a PUT that is never answered, and not stored': [() => on(AT.tagPut, async () => 'hang'), /is unchanged/],
  'a PUT that is answered with 201 and not stored': [() => on(AT.tagPut, refused(201)), /was not stored/],
  'a tag that Harbor holds immutable': [
    () => on(AT.tagPut, refused(412, 'PRECONDITION', "configured as immutable, can't be overwritten")),
    /immutable or locked there \(HTTP 412\)/,
  ],
  'a tag that ECR holds immutable': [() => on(AT.tagPut, refused(400, 'TAG_INVALID')), /immutable or locked/],
  'a tag that ECR says exists': [
    () => on(AT.tagPut, refused(400, 'ImageTagAlreadyExistsException', 'already exists')),
    /immutable or locked there \(HTTP 400\)/,
  ],
  'a tag that Quay holds immutable': [
    () => on(AT.tagPut, refused(409, 'TAG_IMMUTABLE')),
    /immutable or locked/,
  ],
  'a tag that ACR has locked': [
    () =>
      on(
        AT.tagPut,
        refused(405, 'UNKNOWN', 'The operation is disallowed on this registry, repository or image'),
      ),
    /immutable or locked there \(HTTP 405\)/,
  ],
  'a tag that Artifact Registry holds immutable': [
    () => on(AT.tagPut, refused(400, 'MANIFEST_INVALID', 'The repository has enabled tag immutability')),
    /immutable or locked/,
  ],
  'a tag that Artifactory does not overwrite': [
    () => on(AT.tagPut, refused(403, 'DENIED', 'Not enough permissions to overwrite artifact')),
    /immutable or locked there \(HTTP 403\)/,
  ],
  'a tag that GitLab protects': [
    () => on(AT.tagPut, refused(403, 'DENIED', 'cannot push to an immutable or protected tag')),
    /immutable or locked there \(HTTP 403\)/,
  ],
  'a condition that does not hold though the tag is what it was': [
    () => on(AT.tagPut, refused(412)),
    /Its tags may be immutable/,
  ],
  'a quota that is used up (403)': [
    () => on(AT.write, refused(403, 'DENIED', 'will exceed the configured upper limit of 10 MiB')),
    /storage quota there is used up \(HTTP 403\)/,
  ],
  'a quota that is used up (412)': [
    () => on(AT.manifestPut, refused(412, 'DENIED', 'Quota exceeded')),
    /storage quota there is used up \(HTTP 412\)/,
  ],
  'storage that is full (507)': [() => on(AT.manifestPut, refused(507)), /no storage left \(HTTP 507\)/],
  'storage that is full (500)': [
    () => on(AT.manifestPut, refused(500, 'UNKNOWN', 'write /data: no space left on device')),
    /no storage left \(HTTP 500\)/,
  ],
  'content that is too large': [
    () => both(noMount, on(content, refused(413))),
    /refuses content of this size/,
  ],
  'no right to push (403)': [() => on(AT.write, refused(403, 'DENIED')), /may not push there \(HTTP 403\)/],
  'no right to push (412)': [() => on(AT.tagPut, refused(412, 'DENIED')), /may not push there \(HTTP 412\)/],
  'no right to push (401)': [() => on(AT.tagPut, refused(401)), /may not push there \(HTTP 401\)/],
  'a limit that asks for an hour': [
    () => on(AT.tagPut, refused(429, 'TOOMANYREQUESTS', '', { 'retry-after': '3600' })),
    /it asks to wait 3600 s/,
  ],
};

describe('a rebase at a registry with a quirk', { timeout: SLOW }, () => {
  it.each(Object.entries(SURVIVED))('%s: it succeeds, is recorded once, and goes back', async (_, quirk) => {
    const { proxy, context, run, plan, app, id, state, now, record } = await opened();
    proxy.quirk = quirk();
    await run();
    proxy.quirk = undefined;
    expect(await state()).toEqual({ state: 'succeeded', error: null });
    expect(await now()).toBe(plan.toDigest);
    const move = { action: 'rebase', fromDigest: app.digest, toDigest: plan.toDigest };
    expect(await record()).toEqual([move]);
    proxy.quirk = quirk();
    await rollBackRebase(context, id, CONSENT);
    proxy.quirk = undefined;
    expect(await now()).toBe(app.digest);
    const back = { action: 'roll-back', fromDigest: plan.toDigest, toDigest: app.digest };
    expect(await record()).toEqual([back, move]);
  });

  it.each(Object.entries(REFUSED))(
    '%s: it fails, says why, and nothing is moved',
    async (_, [quirk, error]) => {
      const { proxy, run, app, state, now, record } = await opened();
      proxy.quirk = quirk();
      await run();
      proxy.quirk = undefined;
      expect(await state()).toEqual({ state: 'failed', error: expect.stringMatching(error) });
      expect(await now()).toBe(app.digest);
      expect(await record()).toEqual([]);
    },
  );

  it('uploads that are redirected to another host send it nothing', async () => {
    const other = nextProxy();
    const { proxy, run, state, app, now } = await opened();
    proxy.quirk = both(noMount, redirects(AT.write, 307, other.host));
    await run();
    proxy.quirk = undefined;
    expect(await state()).toEqual({ state: 'failed', error: expect.stringContaining('another host') });
    expect(await now()).toBe(app.digest);
    expect(other.requests).toEqual([]);
  });

  it('the old digest’s own tag counts as put where its answer was lost', async () => {
    const { proxy, app, context, run, id, digest } = await opened({ keepOldSeconds: 3600 });
    proxy.quirk = on(AT.tagPut, lost(own(504)));
    await run();
    proxy.quirk = undefined;
    const { protectedTag } = (await getRebase(context, id)).rebase;
    expect(await digest(protectedTag ?? '')).toBe(app.digest);
  });

  it('weak ETags are no conditions', async () => {
    const seen: (string | undefined)[] = [];
    const conditions: Quirk = async (passing, pass) => {
      if (AT.tagPut(passing)) seen.push(passing.headers['if-match']);
      return changed((answer) => ({ ...answer, headers: { ...answer.headers, etag: 'W/"1"' } }))(
        passing,
        pass,
      );
    };
    const { proxy, run, state } = await opened();
    proxy.quirk = conditions;
    await run();
    expect((await state()).state).toBe('succeeded');
    expect(seen).toEqual([undefined]);
  });
});

describe('a move that nobody could see', { timeout: SLOW }, () => {
  it('is recorded once the registry shows it; its rebase stays open till then', async () => {
    const { proxy, context, run, plan, app, state, now, record } = await opened();
    let down = false;
    proxy.quirk = async (passing, pass) => {
      if (down) return 'reset';
      down = AT.tagPut(passing);
      const answer = await pass();
      return down ? 'reset' : answer;
    };
    await run();
    expect(await state()).toEqual({ state: 'running', error: expect.stringContaining('unclear') });
    fleet.pass(60);
    await resumeOrphans(context);
    await run();
    expect((await state()).state).toBe('running');
    proxy.quirk = undefined;
    fleet.pass(60);
    await resumeOrphans(context);
    await run();
    expect(await state()).toEqual({ state: 'succeeded', error: null });
    expect(await now()).toBe(plan.toDigest);
    const move = { action: 'rebase', fromDigest: app.digest, toDigest: plan.toDigest };
    expect(await record()).toEqual([move]);
  });

  it('is recorded where the PUT arrives after it was given up', async () => {
    const { proxy, context, run, plan, app, id, state, now, record } = await opened();
    let arrive = async () => {};
    proxy.quirk = on(AT.tagPut, async (_, pass) => {
      arrive = async () => void (await pass());
      return own(504);
    });
    await run();
    proxy.quirk = undefined;
    expect((await state()).state).toBe('failed');
    await recheckUnclearTags(context);
    expect((await state()).state).toBe('failed');
    await arrive();
    await recheckUnclearTags(context);
    expect(await state()).toEqual({ state: 'succeeded', error: null });
    const move = { action: 'rebase', fromDigest: app.digest, toDigest: plan.toDigest };
    expect(await record()).toEqual([move]);
    await rollBackRebase(context, id, CONSENT);
    expect(await now()).toBe(app.digest);
  });

  it('and that somebody moved on is recorded, and ends in a conflict', async () => {
    const { proxy, run, plan, app, state, now, record, pushOther } = await opened();
    let newer = '';
    proxy.quirk = on(AT.tagPut, async (_, pass) => {
      await pass();
      newer = await pushOther();
      return own(504);
    });
    await run();
    expect(await state()).toEqual({
      state: 'conflict',
      error: expect.stringContaining('somebody moved it again'),
    });
    expect(await now()).toBe(newer);
    const move = { action: 'rebase', fromDigest: app.digest, toDigest: plan.toDigest };
    expect(await record()).toEqual([move]);
  });

  it('is a way back that is recorded once the registry shows it', async () => {
    const { proxy, context, run, plan, app, id, state, now, record } = await opened();
    await run();
    let down = false;
    proxy.quirk = async (passing, pass) => {
      if (down) return 'reset';
      down = AT.tagPut(passing);
      const answer = await pass();
      return down ? 'reset' : answer;
    };
    await expect(rollBackRebase(context, id, CONSENT)).rejects.toThrow(
      /unclear whether the tag was put back/,
    );
    expect((await state()).state).toBe('succeeded');
    await recheckUnclearTags(context);
    expect(await record()).toHaveLength(1);
    proxy.quirk = undefined;
    await recheckUnclearTags(context);
    expect((await state()).state).toBe('rolled-back');
    expect(await now()).toBe(app.digest);
    expect(await record()).toMatchObject([
      { action: 'roll-back', fromDigest: plan.toDigest, toDigest: app.digest },
      { action: 'rebase' },
    ]);
  });
});

/** An app on a base that moved, behind the proxy, with its rebase opened and not yet run. */
async function opened(push: Parameters<typeof rebaseFleet>[1] = {}) {
  const proxy = nextProxy();
  const name = `apps/shop-${scenes}`;
  const basePath = `base-${scenes}:1`;
  const registry = { ...fleet.registry, host: proxy.host };
  const base = await pushOn(registry, basePath);
  const app = await pushOn(registry, `${name}:1`, base);
  await trackImages(fleet.context, [app.reference], true);
  await fleet.runJobs();
  await pushOn(registry, basePath, undefined, `${basePath}, next`);
  fleet.pass(60);
  const rebasing = rebaseFleet(fleet, { patience: fasterTime(TIMES), ...push });
  const { context } = rebasing;
  const { stored } = await previewRebase(context, { reference: app.reference });
  const { id } = await applyRebase(context, stored.id, CONSENT);
  return {
    ...rebasing,
    proxy,
    app,
    plan: stored.plan,
    id,
    async state() {
      const { rebase } = await getRebase(context, id);
      return { state: rebase.state, error: rebase.error };
    },
    now: () => rebasing.digest(app.reference),
    /** The moves of the app's tag that are recorded, the newest first. */
    async record() {
      const { items } = await listAudit(context.db, { text: name, limit: 10, cursor: undefined });
      return items.map(({ action, fromDigest, toDigest }) => ({ action, fromDigest, toDigest }));
    },
    /** Somebody else moves the app's tag; answers to what. */
    pushOther: async () => (await pushOn(registry, `${name}:1`, undefined, `${name} by another`)).digest,
  };
}

function inASecond(): string {
  return new Date(Date.now() + 1000).toUTCString();
}
