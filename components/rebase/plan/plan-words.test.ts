import { describe, expect, it } from 'vitest';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { LOSS_KIND, type RefusalKind, type Remedy } from '#lib/rebase/rebase.ts';
import {
  actionWords,
  lossesSentence,
  lossWords,
  planSentence,
  refusalWords,
  remedyWords,
  writesSentence,
} from './plan-words.ts';

const digest = (n: number) => `sha256:${String(n).padStart(64, '0')}`;
const layer = (n: number) => ({
  digest: digest(n),
  diffId: digest(n),
  size: 10,
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  createdBy: null,
  before: null,
  after: null,
});

function plan(changes: Partial<RebasePlanView> = {}): RebasePlanView {
  return {
    planId: '00000000-0000-4000-8000-000000000000',
    kind: 'rebase',
    reference: '127.0.0.1:5000/apps/shop:1.0',
    target: '127.0.0.1:5000/apps/shop:1.0',
    fromDigest: digest(1),
    targetDigest: digest(1),
    toDigest: digest(2),
    oldBase: { name: 'docker.io/library/debian:12-slim', digest: digest(3) },
    newBase: { name: 'docker.io/library/debian:12-slim', digest: digest(4) },
    configMode: 'merge',
    platforms: [
      {
        platform: 'linux/amd64',
        fromDigest: digest(1),
        toDigest: digest(2),
        layersRemoved: [layer(5)],
        layersAdded: [layer(6), layer(7)],
        layersKept: [layer(8)],
        baseLayersBefore: 1,
        baseLayersAfter: 2,
        config: { changes: [], conflicts: [] },
        annotations: { changes: [], conflicts: [] },
      },
    ],
    annotations: { changes: [], conflicts: [] },
    resolved: [],
    mounts: [],
    copies: [],
    bytesToCopy: 0,
    documents: [],
    losses: [],
    warnings: [],
    requests: 5,
    pushRefusal: null,
    plannedAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

const move = { digest: digest(9), size: 5, mediaType: 'x', from: '127.0.0.1:5000/base' };
const document = (kind: 'config' | 'manifest' | 'index') => ({
  kind,
  digest: digest(9),
  mediaType: 'x',
  platform: null,
  size: 5,
});

describe('a plan in words', () => {
  it('says what the image will be based on', () => {
    expect(planSentence(plan())).toBe(
      '`127.0.0.1:5000/apps/shop:1.0` will be based on the current `debian:12-slim`: 1 layer of the old base is replaced by 2 of the new one.',
    );
    const [platform] = plan().platforms;
    const two = plan({
      platforms: platform ? [platform, platform] : [],
      target: '127.0.0.1:5000/apps/shop:1.1',
    });
    expect(planSentence(two)).toContain('under the new tag `127.0.0.1:5000/apps/shop:1.1`');
    expect(planSentence(two)).toContain('on each of 2 platforms');
    expect(planSentence(plan({ kind: 'annotate' }))).toContain(
      'will be annotated with `debian:12-slim` as its base',
    );
  });

  it('says how many platforms change, and what is kept', () => {
    const [platform] = plan().platforms;
    if (platform === undefined) throw new Error('no platform');
    const unchanged = { ...platform, toDigest: platform.fromDigest };
    expect(planSentence(plan({ platforms: [platform, unchanged, unchanged] }))).toContain(
      '1 layer of the old base is replaced by 2 of the new one on 1 of 3 platforms.',
    );
    const shared = { ...platform, baseLayersBefore: 2, layersKept: [layer(4), layer(8)] };
    expect(planSentence(plan({ platforms: [shared] }))).toContain(
      'replaced by 2 of the new one; 1 layer of the base is the same and is kept.',
    );
    expect(planSentence(plan({ platforms: [platform, shared] }))).toContain('up to 1 layer of the base');
  });

  it('says that only the config or annotations change', () => {
    const [platform] = plan().platforms;
    if (platform === undefined) throw new Error('no platform');
    const none = { changes: [], conflicts: [] };
    const one = { changes: [{ path: 'config.User', before: null, after: 'app' }], conflicts: [] };
    const sentence = (config: typeof one | typeof none, annotations: typeof one | typeof none) =>
      planSentence(
        plan({ platforms: [{ ...platform, layersRemoved: [], layersAdded: [], config, annotations }] }),
      );
    expect(sentence(one, none)).toContain('all layers are kept, and only settings of the config change.');
    expect(sentence(one, one)).toContain('only the config and annotations change.');
    expect(sentence(none, one)).toContain('only annotations change.');
  });

  it('names the button after what it does', () => {
    expect(actionWords(plan())).toBe('Rebase 127.0.0.1:5000/apps/shop:1.0');
    expect(actionWords(plan({ kind: 'annotate' }))).toBe('Annotate 127.0.0.1:5000/apps/shop:1.0');
  });

  it('counts what is written', () => {
    const documents = [document('config'), document('manifest')];
    expect(writesSentence(plan({ mounts: [move, move], documents }))).toBe(
      '2 layers mounted, 1 config, 1 manifest and 1 tag; nothing is downloaded.',
    );
    const indexed = [...documents, document('index')];
    expect(writesSentence(plan({ copies: [move], bytesToCopy: 12_000_000, documents: indexed }))).toBe(
      '1 layer copied, 1 config, 1 manifest, 1 index and 1 tag; 12.0 MB pass through Baseboard.',
    );
  });

  it('says that nothing is lost only if everything was checked', () => {
    const unread = { kind: 'unread-referrers' as const, platform: null, detail: 'a registry failed' };
    const loss = { kind: 'signature' as const, digest: digest(5), detail: 'signs it' };
    expect(lossesSentence(plan())).toMatch(/^Nothing is lost/);
    expect(lossesSentence(plan({ warnings: [unread] }))).toMatch(/^Could not check/);
    expect(lossesSentence(plan({ losses: [loss] }))).toBeNull();
    expect(lossesSentence(plan({ losses: [loss], warnings: [unread] }))).toMatch(/^There may be more/);
  });

  it('has a label for each kind of loss', () => {
    expect(LOSS_KIND.map(lossWords)).not.toContain(undefined);
  });

  it('says what a refusal means and what to do instead', () => {
    expect(refusalWords('base-gone')).toBe('The base is gone');
    expect(refusalWords('of another version' as RefusalKind)).toBe('It cannot be rebased');
    expect(remedyWords(['rebuild', 'of another version' as Remedy])).toEqual([
      'Rebuild the image from its source.',
    ]);
  });
});
