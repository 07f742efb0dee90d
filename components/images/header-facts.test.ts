import { describe, expect, it } from 'vitest';
import type { LineageView } from '#lib/api/contract/images/lineage.ts';
import { canAnnotate, digestTerm, wantsBase } from './header-facts.ts';

const lineage = (link: object, more: object = {}) => ({ links: [link], ...more }) as unknown as LineageView;
const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

it.each([
  [undefined, 'Digest'],
  [lineage({}), 'Digest'],
  [lineage({ mediaType: INDEX }), 'Index digest'],
  [lineage({ mediaType: MANIFEST }), 'Manifest digest'],
  [lineage({ mediaType: INDEX, retained: true }), 'Index digest'],
  [lineage({ mediaType: INDEX, retained: true }, { unreachable: {} }), 'Last known index digest'],
])('the digest of %j is called %s', (given, term) => expect(digestTerm(given)).toBe(term));

it.each([
  [undefined, false],
  [lineage({ digest: 'sha256:1', base: null }, { status: 'unknown' }), true],
  // Its registry cannot be read, or it is a root: naming a base does not help.
  [lineage({ digest: null, base: null }, { status: 'unknown' }), false],
  [lineage({ digest: 'sha256:1', base: null }, { status: 'root' }), false],
  [lineage({ digest: 'sha256:1', base: { conflict: true, verification: 'unverifiable' } }), true],
  [lineage({ digest: 'sha256:1', base: { conflict: false, verification: 'contradicted' } }), true],
  [lineage({ digest: 'sha256:1', base: { conflict: false, verification: 'verified' } }), false],
])('%#: whether a person should name the base: %s', (given, wants) => expect(wantsBase(given)).toBe(wants));

describe('an image can be annotated', () => {
  const base = {
    name: 'debian:12',
    conflict: false,
    verification: 'verified',
    evidence: [{ kind: 'label' }],
  };

  it('if another kind of evidence proves its base', () => {
    expect(canAnnotate(lineage({ base }))).toBe(true);
    expect(canAnnotate(lineage({ base: { ...base, verification: 'verified-recompressed' } }))).toBe(true);
  });

  it.each([
    [undefined],
    [lineage({ base: null })],
    [lineage({ base: { ...base, name: null } })],
    [lineage({ base: { ...base, conflict: true } })],
    [lineage({ base: { ...base, verification: 'unverifiable' } })],
    [lineage({ base: { ...base, evidence: [{ kind: 'label' }, { kind: 'annotation' }] } })],
  ])('but not %#', (given) => expect(canAnnotate(given)).toBe(false));
});
