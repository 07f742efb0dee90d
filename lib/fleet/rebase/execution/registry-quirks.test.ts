import { describe, expect, it } from 'vitest';
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
  redirects,
  refused,
  tokensEnd,
  withHeaders,
} from '#lib/registry/testing/quirk-proxy.ts';
import { SLOW } from '../../testing.ts';
import { getRebase } from '../read-rebases.ts';
import { rollBackRebase } from './roll-back-rebase.ts';
import { CONSENT, content, noMount, quirkyFleet } from './testing-quirks.ts';

const inOnePut: Match = (passing) => content(passing) && AT.blobPut(passing);
const patched: Match = ({ method }) => method === 'PATCH';
const LAG_MS = 600;
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

const { opened } = quirkyFleet(Object.keys(SURVIVED).length + 2);

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

function inASecond(): string {
  return new Date(Date.now() + 1000).toUTCString();
}
