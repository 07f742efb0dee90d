import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOOK_KIND, needsRegistry } from './hook-kind.ts';
import type { HookPlace } from './place-hints.ts';
import { readHook } from './read-hook.ts';
import { call, DIGEST, distributionEvent, githubPackage, nameOf, names, PUSHES, placeOf } from './testing.ts';

describe.each(HOOK_KIND)('a push of %s', (kind) => {
  const { body, headers, name } = PUSHES[kind];

  it('is a hint at its tag', () => {
    const reading = readHook(call(body, headers), placeOf(kind));
    expect(reading.says === 'hints' && reading.hints.map(nameOf)).toEqual([name]);
    const hasDigest = reading.says === 'hints' && reading.hints[0]?.digest === DIGEST;
    expect(hasDigest).toBe(!['docker-hub', 'quay', 'generic'].includes(kind));
  });

  it('is unreadable if it is cut off, in UTF-16, compressed or of another form', () => {
    const text = JSON.stringify(body);
    const broken = [
      text.slice(0, -9),
      Buffer.from(text, 'utf16le'),
      Buffer.from([0x1f, 0x8b, 8, 0]),
      '',
      '7',
    ];
    for (const each of [...broken, 'null', '[]', '{}', `{"events":{}}`]) {
      expect(readHook(call(each, headers), placeOf(kind)).says).toBe('unreadable');
    }
  });

  it('is unreadable if it is nested deeply, and nothing overflows', () => {
    const deep = `${'{"data":['.repeat(50_000)}${']}'.repeat(50_000)}`;
    expect(readHook(call(deep, headers), placeOf(kind)).says).toBe('unreadable');
  });

  it('is no hint where its registry is unknown or it belongs to another one', () => {
    const says = (more: Partial<HookPlace>) => names(kind, body, headers, more);
    if (needsRegistry(kind)) expect(says({ registry: null })).toBe('not-a-push');
    const other = says({ registry: 'other.test' });
    const isPublic = ['docker-hub', 'github', 'ecr', 'gar', 'generic'].includes(kind);
    // Elsewhere the host may be an internal name of the hook's registry.
    expect(other).toEqual(isPublic ? 'not-a-push' : [name.replace(/^[^/]+/, 'other.test')]);
  });
});

it('any bytes and any JSON are read without an exception, as valid names only', () => {
  const body = fc.oneof(fc.uint8Array(), fc.json().map(String), fc.constantFrom(...Object.values(PUSHES)));
  const headers = fc.constantFrom<Record<string, string>>(
    {},
    { 'ce-type': 'zotregistry.image.updated' },
    { 'X-GitHub-Event': 'registry_package' },
  );
  fc.assert(
    fc.property(fc.constantFrom(...HOOK_KIND), body, headers, (kind, sent, sentHeaders) => {
      readHook(call(sent, sentHeaders), placeOf(kind, { registry: 'r.test' }));
    }),
  );
});

/** A payload with one value anywhere replaced. */
function replaced(value: unknown, pick: (size: number) => number, by: unknown): unknown {
  if (typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[pick(keys.length)];
  if (key === undefined) return by;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  (copy as Record<string, unknown>)[key] = replaced((value as Record<string, unknown>)[key], pick, by);
  return copy;
}

it('a payload with any value replaced leads at most to names of the grammar', () => {
  const strange = fc.oneof(
    fc.jsonValue(),
    fc.string(),
    fc.constantFrom('a:b@c', '../..', 'r.test/A', 'x'.repeat(999)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...HOOK_KIND), fc.gen(), strange, (kind, gen, by) => {
      const { body, headers } = PUSHES[kind];
      const pick = (size: number) => (size === 0 ? 0 : gen(fc.nat, { max: size - 1 }));
      const reading = readHook(call(replaced(body, pick, by), headers), placeOf(kind));
      if (reading.says !== 'hints') return;
      for (const hint of reading.hints)
        expect(nameOf(hint)).toMatch(/^[\w.:[\]-]+\/[a-z0-9._/-]+(:[\w.-]+)?$/i);
    }),
  );
});

describe('Distribution', () => {
  const events = (...all: unknown[]) => names('distribution', { events: all });

  it.each([
    ['a pull', distributionEvent({}, { action: 'pull' })],
    ['a mount', distributionEvent({}, { action: 'mount' })],
    ['a deletion', distributionEvent({}, { action: 'delete' })],
    ['a pushed blob', distributionEvent({ mediaType: 'application/octet-stream' })],
    ['a push by digest', distributionEvent({ tag: undefined })],
    ['a push by digest, as older versions say it', distributionEvent({ tag: '' })],
    ['an event without a target', distributionEvent({}, { target: undefined })],
    ['anything else', 7],
  ])('%s is no push of a tag', (_, event) => {
    expect(events(event)).toBe('not-a-push');
  });

  it('reads every event of a batch, each name once', () => {
    const other = distributionEvent({ repository: 'base', tag: '12' });
    expect(events(distributionEvent({}, { action: 'pull' }), other, distributionEvent(), other)).toEqual([
      'r.test:5000/base:12',
      'r.test:5000/shop/api:1.4',
    ]);
  });

  it('takes the host of the URL where the request has none', () => {
    expect(events(distributionEvent({}, { request: {} }))).toEqual(['192.168.100.227:5000/shop/api:1.4']);
  });

  it.each([
    [{ 'r.test:5000': 'registry.example.com' }, ['registry.example.com/shop/api:1.4']],
    [
      { 'r.test:5000': 'x.test', 'r.test:5000/shop': 'registry.example.com/mall' },
      ['registry.example.com/mall/api:1.4'],
    ],
    // Whole parts of a name only.
    [{ 'r.test': 'x.test', 'r.test:5000/sho': 'x.test' }, ['r.test:5000/shop/api:1.4']],
    [{ 'r.test:5000': 'no host!' }, 'not-a-push'],
  ])('maps internal names by %j', (map, expected) => {
    expect(names('distribution', { events: [distributionEvent()] }, {}, { map })).toEqual(expected);
  });

  it('a mapped name comes before the registry that the hook is bound to', () => {
    const place = { registry: 'bound.test', map: { 'r.test:5000': 'mapped.test' } };
    expect(names('distribution', { events: [distributionEvent()] }, {}, place)).toEqual([
      'mapped.test/shop/api:1.4',
    ]);
  });
});

describe('GitHub', () => {
  const { package: published } = PUSHES.github.body;
  const HEADERS = PUSHES.github.headers;
  const sends = (what: unknown, key = 'package', action = 'published') =>
    names('github', { action, [key]: what }, { 'X-GitHub-Event': key });

  it.each(['package', 'registry_package'])(
    'the example of %s fits the schema that GitHub publishes',
    (event) => {
      const schema = createRequire(import.meta.url)('@octokit/webhooks-schemas');
      const { properties } = schema.definitions[`${event}$published`];
      const ajv = addFormats.default(new Ajv({ strict: false }));
      const isValid = ajv.compile({ definitions: schema.definitions, ...properties[event] });
      expect(isValid(published), ajv.errorsText(isValid.errors)).toBe(true);
      expect(sends(published, event)).toEqual(['ghcr.io/octocat/api:1.4']);
      expect(sends(published, event, 'updated')).toEqual(['ghcr.io/octocat/api:1.4']);
    },
  );

  it.each(['container', 'Container', 'docker', 'DOCKER'])('the type is %s', (package_type) => {
    expect(sends({ ...published, package_type })).toEqual(['ghcr.io/octocat/api:1.4']);
  });

  it.each([
    ['ends in a colon', 'ghcr.io/octocat/api:', '1.4', ['ghcr.io/octocat/api:1.4']],
    ['ends in a colon and the tag is empty', 'ghcr.io/octocat/api:', '', ['ghcr.io/octocat/api']],
    ['alone has the tag', 'ghcr.io/octocat/api:2', '', ['ghcr.io/octocat/api:2']],
    ['has a digest', `ghcr.io/octocat/api@${DIGEST}`, '', ['ghcr.io/octocat/api']],
    ['has capitals', 'ghcr.io/Octocat/Api:1', '', ['ghcr.io/octocat/api:1']],
    [
      'is of an Enterprise Server',
      'https://containers.ghes.test/o/api:1',
      '',
      ['containers.ghes.test/o/api:1'],
    ],
    ['is empty', '', '1.4', 'not-a-push'],
  ])('package_url %s', (_, package_url, name, expected) => {
    expect(sends(githubPackage({ package_url }, { name, digest: DIGEST }))).toEqual(expected);
  });

  it('a ping, other packages, other actions and other events are no push', () => {
    expect(names('github', { zen: 'Design for failure.' }, { 'X-GitHub-Event': 'ping' })).toBe('ping');
    expect(sends({ ...published, package_type: 'npm' })).toBe('not-a-push');
    expect(sends(published, 'package', 'deleted')).toBe('not-a-push');
    expect(names('github', PUSHES.github.body, { 'X-GitHub-Event': 'push' })).toBe('not-a-push');
    expect(
      names('github', { action: 'published', package: { ...published, package_version: null } }, HEADERS),
    ).toBe('not-a-push');
  });
});
