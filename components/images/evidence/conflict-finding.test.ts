import { describe, expect, it } from 'vitest';
import type { BaseVerdictView, EvidenceView } from '#lib/api/contract/images/lineage.ts';
import { conflictFinding } from './conflict-finding.ts';

const D = `sha256:${'d'.repeat(64)}`;
const APP = 'r.test/app:1';

function claim(
  kind: EvidenceView['kind'],
  name: string,
  verification: EvidenceView['verification'],
  digest: string | null = null,
): EvidenceView {
  const level = ({ annotation: 'manifest', label: 'config', layers: 'fleet' } as const)[kind as 'label'];
  return { kind, level, name, digest, ...(verification ? { verification } : {}) };
}

const finding = (conflict: boolean, ...evidence: EvidenceView[]) =>
  conflictFinding(APP, { conflict, evidence } as unknown as BaseVerdictView);

describe('conflictFinding', () => {
  it('says which claim the layers agree with, and corrects the other', () => {
    const found = finding(
      true,
      claim('annotation', 'docker.io/library/debian:12', 'contradicted', `sha256:${'a'.repeat(64)}`),
      claim('layers', 'docker.io/library/alpine:3', 'verified', D),
    );
    expect(found?.sentences).toEqual([
      'The layers agree with `alpine:3` (layers from the fleet).',
      'They contradict `debian:12` (annotation on the manifest): the first layers of this image are not that base’s.',
    ]);
    expect(found?.command).toBe(
      `regctl image mod r.test/app:1 --replace \\\n  --annotation '[*]org.opencontainers.image.base.name=docker.io/library/alpine:3' \\\n  --annotation '[*]org.opencontainers.image.base.digest=${D}'`,
    );
  });

  it('removes the digest of a contradicted claim where platforms have different ones', () => {
    const other = `sha256:${'e'.repeat(64)}`;
    const found = finding(
      true,
      claim('label', 'r.test/a:1', 'contradicted'),
      claim('layers', 'r.test/b:1', 'verified', D),
      claim('layers', 'r.test/b:1', 'verified-recompressed', other),
    );
    expect(found?.command).toContain(`--label '[*]org.opencontainers.image.base.name=r.test/b:1'`);
    expect(found?.command).toMatch(/--label '\[\*\]org\.opencontainers\.image\.base\.digest'$/);
  });

  it('corrects nothing where the layers agree with no claim, or with several bases', () => {
    const wrong = claim('annotation', 'r.test/a:1', 'contradicted');
    expect(finding(false, wrong)).toMatchObject({
      sentences: ['The layers agree with none of these claims.', expect.stringContaining('They contradict')],
      command: null,
    });
    const two = [claim('layers', 'r.test/b:1', 'verified'), claim('layers', 'r.test/c:1', 'verified')];
    expect(finding(true, wrong, ...two)?.command).toBeNull();
    expect(finding(true, wrong, ...two)?.sentences[0]).toBe(
      'The layers agree with `r.test/b:1` (layers from the fleet) and `r.test/c:1` (layers from the fleet).',
    );
  });

  it('is silent where nothing is contested', () => {
    expect(finding(false, claim('annotation', 'r.test/a:1', 'verified'))).toBeNull();
    expect(finding(false, claim('annotation', 'r.test/a:1', undefined))).toBeNull();
  });

  it('quotes what an author may have written', () => {
    const found = finding(
      true,
      claim('annotation', 'x', 'contradicted'),
      claim('label', "r.test/a:1';rm -rf", 'verified'),
    );
    expect(found?.command).toContain(`'[*]org.opencontainers.image.base.name=r.test/a:1'\\'';rm -rf'`);
  });
});
