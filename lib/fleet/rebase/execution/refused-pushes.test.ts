import { describe, expect, it } from 'vitest';
import { AT, both, on, type Quirk, redirects, refused } from '#lib/registry/testing/quirk-proxy.ts';
import { SLOW } from '../../testing.ts';
import { content, noMount, quirkyFleet } from './testing-quirks.ts';

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

const { opened, nextProxy } = quirkyFleet(Object.keys(REFUSED).length + 2);

describe('a rebase at a registry that refuses a push', { timeout: SLOW }, () => {
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
});
