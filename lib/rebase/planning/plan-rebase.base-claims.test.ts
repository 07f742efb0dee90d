import { describe, expect, it } from 'vitest';
import { ANNOTATION } from '#lib/oci/annotations.ts';
import { labelsOf } from '#lib/oci/image-config.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { blobId, HOST, indexOf, questionOf, resultOf } from '../testing.ts';
import { ARM64, app, claim, made, newBase, oldBase, planned } from './testing.ts';

describe('claims', () => {
  const old = indexOf([oldBase(), oldBase({ platform: ARM64 })]);
  const next = indexOf([newBase(), newBase({ platform: ARM64 })]);
  const child = (digest: string) =>
    indexOf([app({ annotations: { [ANNOTATION.baseName]: 'base:1', [ANNOTATION.baseDigest]: digest } })]);

  it.each([
    ['a platform’s digest stays one', () => oldBase().document.digest, () => newBase().document.digest],
    ['an index’s digest stays one', () => old.document.digest, () => next.document.digest],
    ['garbage becomes the platform’s digest', () => 'sha256:garbage', () => newBase().document.digest],
  ])('in a child %s', (_, before, after) => {
    const plan = planned(questionOf(child(before()), old, next));
    expect(made(plan).manifest.annotations?.[ANNOTATION.baseDigest]).toBe(after());
  });

  it('on the index and on its descriptors follow, where they were', () => {
    const claim = { [ANNOTATION.baseName]: 'base:1', [ANNOTATION.baseDigest]: oldBase().document.digest };
    const original = indexOf([app()], { annotations: claim, descriptorAnnotations: claim });
    const result = resultOf(planned(questionOf(original, old, next)).documents);
    if (result.kind !== 'index') throw new Error('not an index');
    expect(result.document.content.annotations?.[ANNOTATION.baseDigest]).toBe(next.document.digest);
    expect(result.document.content.manifests[0]?.annotations?.[ANNOTATION.baseDigest]).toBe(
      newBase().document.digest,
    );
  });

  it('by config labels follow too', () => {
    const labels = {
      [ANNOTATION.baseName]: 'base:1',
      [ANNOTATION.baseDigest]: oldBase().document.digest,
      kept: 'yes',
    };
    const { config } = made(planned(questionOf(app({ config: { Labels: labels } }), oldBase(), newBase())));
    expect(labelsOf(config)).toEqual({
      [ANNOTATION.baseName]: `${HOST}/library/base:1`,
      [ANNOTATION.baseDigest]: newBase().document.digest,
      kept: 'yes',
    });
  });

  it('a mirror’s prefix stays out of the name: it is the name that was followed', () => {
    const base = parseReference('debian:12-slim');
    const plan = planned(
      questionOf(app(), oldBase(), newBase(), {
        newBase: { reference: base, source: newBase() },
        oldBaseName: base,
      }),
    );
    expect(made(plan).manifest.annotations?.[ANNOTATION.baseName]).toBe('docker.io/library/debian:12-slim');
  });
});

describe('the base’s name, as it is written', () => {
  const { digest } = newBase().document;

  it.each([
    ['unqualified', 'debian', 'docker.io/library/debian:latest'],
    ['index.docker.io', 'index.docker.io/library/debian:12', 'docker.io/library/debian:12'],
    ['with a port', '127.0.0.1:5000/team/base', '127.0.0.1:5000/team/base:latest'],
    ['tag and digest', `debian:12@${digest}`, 'docker.io/library/debian:12'],
    ['a digest alone', `debian@${digest}`, `docker.io/library/debian@${digest}`],
  ])('%s', (_, text, expected) => {
    const reference = parseReference(text);
    const plan = planned(
      questionOf(app(), oldBase(), newBase(), { newBase: { reference, source: newBase() } }),
    );
    const result = resultOf(plan.documents);
    expect(result.document.content.annotations).toEqual({
      [ANNOTATION.baseName]: expected,
      [ANNOTATION.baseDigest]: digest,
    });
    expect(plan.newBase).toEqual({ name: expected, digest });
  });

  it.each([
    ['a config’s digest', () => oldBase().document.content.config.digest],
    ['a layer’s digest', () => blobId('old')],
    ['empty, as scratch has it', () => ''],
  ])('a child whose base.digest was %s names its platform’s manifest', (_, before) => {
    const original = indexOf([app({ annotations: claim(before()) })]);
    const [child] = planned(
      questionOf(original, indexOf([oldBase()]), indexOf([newBase()])),
    ).documents.filter(({ kind }) => kind === 'manifest');
    expect(JSON.parse(child?.text ?? '{}').annotations[ANNOTATION.baseDigest]).toBe(digest);
  });
});
