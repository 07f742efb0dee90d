import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { basedOn, lineageOf, make, World } from '../testing.ts';
import type { DescribedLineage } from '../words/described-lineage.ts';

const BASE = 'registry.test/base:1';
const APP = 'registry.test/app:1';
const KEY = 'io.buildpacks.lifecycle.metadata';
/** A template that a build script forgot to fill in. */
const TEMPLATE = ['$', '{BASE}'].join('');

/** A base of two layers, and an image on it that says what is given. */
function world(
  says: (base: string) => { annotations?: Record<string, string>; labels?: Record<string, string> },
) {
  const made = new World();
  const digest = made.image(BASE, { layers: ['os', 'libs'] });
  made.image(APP, { layers: ['os', 'libs', 'app'], ...says(digest) });
  return { made, digest };
}

const saidOf = ({ links: [link] }: DescribedLineage) => link?.base?.evidence ?? link?.evidence ?? [];

const NO_REFERENCES = [
  'https://registry.test/base:1',
  TEMPLATE,
  '{{ .Base }}:1',
  '[::ffff:127.0.0.1]:5000/x:1',
  'registry.test./base:1',
  'registry.test/Base:1',
  'registry.test/base:1 AS build',
  'registry.test/base:1@latest',
  digestOf('an image id'),
  '\u0000',
];

describe.each(NO_REFERENCES)('a base name that is not a reference: %j', (name) => {
  it('in an annotation is unknown, with the text and why, whatever digest stands beside it', () => {
    const { made, digest } = world((base) => ({ annotations: basedOn(name, base) }));
    const lineage = lineageOf(made, APP);
    expect(lineage.status).toBe('unknown');
    expect(lineage.links[0]?.base).toMatchObject({ name: null, freshness: 'unknown' });
    expect(saidOf(lineage)[0]).toMatchObject({ name: null, digest, claimed: expect.any(String) });
    expect(lineage.summary).toMatch(/is not an image reference|spaces around it/);
  });

  it('in a label is shown with why, and the summary does not say that there is no label', () => {
    const { made } = world((base) => ({ labels: basedOn(name, base) }));
    const lineage = lineageOf(made, APP);
    expect(lineage.status).toBe('unknown');
    expect(saidOf(lineage)[0]).toMatchObject({ kind: 'label', claimed: expect.any(String) });
    expect(lineage.summary).toContain('The label names “');
    expect(lineage.summary).not.toContain('no annotation, label or provenance');
  });

  it('in the buildpacks label is unknown', () => {
    const metadata = { runImage: { image: name, topLayer: digestOf('libs') } };
    const { made } = world(() => ({ labels: { [KEY]: JSON.stringify(metadata) } }));
    const lineage = lineageOf(made, APP);
    expect(lineage.status).toBe('unknown');
    expect(saidOf(lineage)[0]).toMatchObject({ kind: 'buildpacks', name: null, claimed: expect.any(String) });
  });
});

it('a purl that names no valid reference is unknown, and is shown', () => {
  const made = new World();
  const image = make({ layers: ['os', 'libs', 'app'] });
  const statement = {
    predicate: { buildDefinition: { resolvedDependencies: [{ uri: 'pkg:docker/%24%7BBASE%7D@1' }] } },
  };
  made.index(APP, [image], { attestations: [{ of: image, statement }] });
  const lineage = lineageOf(made, APP);
  expect(lineage.status).toBe('unknown');
  expect(saidOf(lineage)[0]).toMatchObject({ kind: 'provenance', claimed: `${TEMPLATE}:1` });
  expect(lineage.summary).toContain(`${TEMPLATE}:1`);
});

it('a label that is not followed is shown with why', () => {
  const { made } = world(() => ({ labels: basedOn('registry.test/other:1') }));
  made.image('registry.test/other:1', { layers: ['else'] });
  const lineage = lineageOf(made, APP);
  expect(lineage.end).toBe('no-evidence');
  expect(saidOf(lineage)[0]).toMatchObject({ kind: 'label', name: 'registry.test/other:1' });
  expect(lineage.summary).toContain('The label names `registry.test/other:1`. Labels can be inherited');
});

it('an inherited label that is not a reference does not change the status of an image whose annotation is proven', () => {
  const { made } = world((base) => ({ annotations: basedOn(BASE, base), labels: basedOn(TEMPLATE) }));
  expect(lineageOf(made, APP).status).toBe('up-to-date');
});

describe('values read leniently, with a note', () => {
  it.each<[string, (base: string) => Record<string, string>, RegExp]>([
    ['spaces around the name', (base) => basedOn(` ${BASE}\n`, base), /name has spaces/],
    ['spaces around the digest', (base) => basedOn(BASE, `\t${base} `), /digest has spaces/],
    ['name@digest for the digest', (base) => basedOn(BASE, `${BASE}@${base}`), /digest is written as/],
  ])('%s', (_, annotations, note) => {
    const { made, digest } = world((base) => ({ annotations: annotations(base) }));
    const lineage = lineageOf(made, APP);
    expect(lineage.status).toBe('up-to-date');
    expect(saidOf(lineage)[0]).toMatchObject({ name: BASE, digest, note: expect.stringMatching(note) });
    const labelled = world((base) => ({ labels: annotations(base) }));
    expect(lineageOf(labelled.made, APP).status).toBe('up-to-date');
  });

  it('a digest written as name@digest, without a name beside it, names that repository', () => {
    const { made, digest } = world((base) => ({
      annotations: { 'org.opencontainers.image.base.digest': `registry.test/base@${base}` },
    }));
    const lineage = lineageOf(made, APP);
    expect(saidOf(lineage)[0]).toMatchObject({ name: `registry.test/base@${digest}`, digest });
    expect(lineage.status).toBe('pinned');
  });

  it('a digest written as name:tag@digest, without a name beside it, names that tag', () => {
    const { made, digest } = world((base) => ({
      annotations: { 'org.opencontainers.image.base.digest': `${BASE}@${base}` },
    }));
    expect(saidOf(lineageOf(made, APP))[0]).toMatchObject({ name: `${BASE}@${digest}`, digest });
    expect(lineageOf(made, APP).status).toBe('up-to-date');
    made.image(BASE, { layers: ['os', 'newer'] });
    expect(lineageOf(made, APP).status).toBe('stale');
  });

  it('blank text is neither a name nor a root', () => {
    const { made } = world(() => ({ annotations: basedOn('  ', ' ') }));
    expect(lineageOf(made, APP).status).toBe('unknown');
  });
});

describe('buildpacks labels before platform API 0.12', () => {
  type Metadata = (base: string) => object;
  const named = { image: BASE, mirrors: ['mirror.test/base:1'] };
  it.each<[string, Metadata]>([
    [
      'name and digest',
      (base) => ({ runImage: { reference: `registry.test/base@${base}` }, stack: { runImage: named } }),
    ],
    ['a bare digest', (base) => ({ runImage: { reference: base }, stack: { runImage: named } })],
    ['an image id', () => ({ runImage: { reference: digestOf('config') }, stack: { runImage: named } })],
    [
      'an image id without its algorithm',
      () => ({ runImage: { reference: 'a'.repeat(64) }, stack: { runImage: named } }),
    ],
    ['no reference', () => ({ runImage: {}, stack: { runImage: named } })],
    ['a name that is null', () => ({ runImage: { image: null }, stack: { runImage: named } })],
    ['mirrors alone', () => ({ runImage: {}, stack: { runImage: { mirrors: [BASE] } } })],
    ['the name where API 0.12 has it', (base) => ({ runImage: { image: BASE, reference: base } })],
  ])('%s', (_, metadata) => {
    const labels = (base: string) => {
      const current = metadata(base) as { runImage: object };
      const runImage = { topLayer: digestOf('libs'), ...current.runImage };
      return { labels: { [KEY]: JSON.stringify({ ...current, runImage }) } };
    };
    const { made } = world(labels);
    expect(lineageOf(made, APP)).toMatchObject({ status: 'up-to-date' });
    expect(lineageOf(made, APP).links[0]?.base).toMatchObject({ name: BASE, verification: 'verified' });
    made.image(BASE, { layers: ['os2', 'libs2'] });
    expect(lineageOf(made, APP).status).toBe('stale');
  });

  it.each([
    ['no JSON', 'not json'],
    ['an image id alone', JSON.stringify({ runImage: { reference: digestOf('x') } })],
  ])('that name no base are shown: %s', (_, text) => {
    const { made } = world(() => ({ labels: { [KEY]: text } }));
    const lineage = lineageOf(made, APP);
    expect(lineage.status).toBe('unknown');
    expect(saidOf(lineage)[0]).toMatchObject({ kind: 'buildpacks', note: expect.any(String) });
  });
});

describe('provenance beside a label that the layers prove', () => {
  const BUILD = 'buildDefinition';
  it.each<[string, object, string]>([
    ['whose inputs are no list', { [BUILD]: { resolvedDependencies: {} } }, 'unknown'],
    ['with an input whose URI is no text', { [BUILD]: { resolvedDependencies: [{ uri: 7 }] } }, 'unknown'],
    ['whose build is no object', { [BUILD]: null }, 'unknown'],
    [
      'with an input that has a name alone',
      { [BUILD]: { resolvedDependencies: [{ name: 'x' }] } },
      'up-to-date',
    ],
    ['with an input whose URI is null', { [BUILD]: { resolvedDependencies: [{ uri: null }] } }, 'up-to-date'],
  ])('%s: %j is %s', (_, predicate, status) => {
    const made = new World();
    const digest = made.image(BASE, { layers: ['os', 'libs'] });
    const image = make({ layers: ['os', 'libs', 'app'], labels: basedOn(BASE, digest) });
    made.index(APP, [image], { attestations: [{ of: image, statement: { predicate } }] });
    expect(lineageOf(made, APP).status).toBe(status);
  });

  it('that names no image is shown: the summary does not say that there is no provenance', () => {
    const made = new World();
    const image = make({ layers: ['os', 'libs', 'app'] });
    const statement = {
      predicate: { [BUILD]: { resolvedDependencies: [{ uri: 'https://example.com/x.git' }] } },
    };
    made.index(APP, [image], { attestations: [{ of: image, statement }] });
    const lineage = lineageOf(made, APP);
    expect(lineage.summary).toContain('It names no image among the inputs of the build.');
    expect(lineage.summary).not.toContain('no annotation, label or provenance');
  });
});
