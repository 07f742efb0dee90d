import { describe, expect, it } from 'vitest';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { describeFinding, describeLineage } from '#lib/lineage/words/described-lineage.ts';
import { ANNOTATION } from '#lib/oci/annotations.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { built } from '#lib/registry/memory/image-builder.ts';
import { getImage } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { MEMORY_LIMIT_MB, PAUSE_LIMIT_MS, watched } from '../testing-load.ts';
import { checkImage } from './check-image.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();
/** Far more than any of it takes; only what hangs takes longer. */
const HANGS = 240_000;

/** A repository that whoever made the image fills as they like. */
class Hostile {
  readonly fleet: TestFleet;
  readonly reference: string;

  constructor(fleet: TestFleet) {
    this.fleet = fleet;
    this.reference = `${fleet.registry.host}/hostile:1`;
  }

  /** Puts a document; answers the descriptor that points to it. */
  put(mediaType: string, content: unknown, more: Record<string, unknown> = {}) {
    const { bytes, descriptor } = built(mediaType, content);
    const repository = this.fleet.registry.registry.state.ensure('hostile');
    const { digest } = descriptor;
    if (mediaType === MEDIA_TYPE.ociIndex || mediaType === MEDIA_TYPE.ociManifest)
      repository.manifests.set(digest, { digest, mediaType, bytes });
    else repository.blobs.set(digest, bytes);
    return { ...descriptor, ...more };
  }

  index(manifests: readonly unknown[], more: Record<string, unknown> = {}) {
    return this.put(MEDIA_TYPE.ociIndex, {
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.ociIndex,
      manifests,
      ...more,
    });
  }

  image(
    config: Record<string, unknown>,
    layers: readonly unknown[] = [],
    more: Record<string, unknown> = {},
  ) {
    const described = this.put(MEDIA_TYPE.ociConfig, {
      os: 'linux',
      architecture: 'amd64',
      rootfs: { type: 'layers', diff_ids: [] },
      ...config,
    });
    const mediaType = MEDIA_TYPE.ociManifest;
    return this.put(mediaType, { schemaVersion: 2, mediaType, config: described, layers, ...more });
  }

  tag(digest: Digest) {
    this.fleet.registry.registry.state.ensure('hostile').tags.set('1', digest);
  }
}

/** Looks at the hostile image, and at an ordinary one at the same time. */
async function lookAt(fill: (hostile: Hostile) => { readonly digest: Digest }) {
  await using fleet = await openFleet();
  const hostile = new Hostile(fleet);
  hostile.tag(fill(hostile).digest);
  const ordinary = await pushOn(fleet.registry, 'ordinary:1');
  fleet.counter.reset();
  const look = (reference: string): Promise<Lineage> =>
    checkImage(fleet.context, { reference, refresh: false, at: undefined });
  const { result, ...load } = await watched(async () => {
    const judged = look(hostile.reference);
    const other = await look(ordinary.reference);
    return { other, judged: await judged };
  });
  expect(result.other.status).toBe('root');
  expect(load.grownMb).toBeLessThan(MEMORY_LIMIT_MB);
  expect(load.longestPauseMs).toBeLessThan(PAUSE_LIMIT_MS);
  return { ...describeLineage(result.judged), requests: fleet.counter.count() };
}

const times = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));
const layer = (n: number) => ({
  mediaType: MEDIA_TYPE.ociLayerGzip,
  digest: digestOf(`layer ${n}`),
  size: 1,
});

/** An index of platforms that each have very many possible bases. */
function manyBases(hostile: Hostile) {
  const children = times(100, (n) => ({
    ...hostile.image({ n }, [layer(0)]),
    platform: { os: 'linux', architecture: `a${n}` },
  }));
  const resolvedDependencies = times(900, (n) => ({
    uri: `pkg:docker/base-${n}@1?platform=linux%2Famd64`,
  }));
  const statement = hostile.put(
    MEDIA_TYPE.inToto,
    { predicate: { buildDefinition: { resolvedDependencies } } },
    { annotations: { [ANNOTATION.predicateType]: 'https://slsa.dev/provenance/v1' } },
  );
  const attested = children.map(({ digest }) => ({
    ...hostile.image({}, [statement], { annotations: { about: digest } }),
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: {
      [ANNOTATION.attestationType]: 'attestation-manifest',
      [ANNOTATION.attestationDigest]: digest,
    },
  }));
  return hostile.index([...children, ...attested]);
}

describe('images made to be large when they are judged', { timeout: HANGS }, () => {
  it('three nested indexes that name one digest a thousand times are unfolded once', async () => {
    const { status, requests } = await lookAt((hostile) => {
      const image = hostile.image({}, [], { annotations: { pad: 'x'.repeat(100) } });
      const pad = { annotations: { pad: 'x'.repeat(200) } };
      const inner = hostile.index(times(1000, () => ({ ...image, ...pad })));
      const middle = hostile.index(times(1000, () => ({ ...inner, ...pad })));
      return hostile.index(times(1000, () => ({ ...middle, ...pad })));
    });
    expect(status).toBe('unknown');
    expect(requests).toBeLessThan(12);
  });

  it('an index of very many manifests is refused before any of them is asked for', async () => {
    const { status, summary, requests } = await lookAt((hostile) =>
      hostile.index(
        times(3000, (n) => ({ mediaType: MEDIA_TYPE.ociManifest, digest: digestOf(`child ${n}`), size: 1 })),
      ),
    );
    expect(status).toBe('unknown');
    expect(summary).toContain('ts index lists more than 256 manifests');
    expect(requests).toBeLessThan(8);
  });

  it('nested indexes count together', async () => {
    const { status, summary } = await lookAt((hostile) =>
      hostile.index(
        times(100, (n) =>
          hostile.index(
            times(100, (m) => ({
              mediaType: MEDIA_TYPE.ociManifest,
              digest: digestOf(`child ${n} ${m}`),
              size: 1,
            })),
          ),
        ),
      ),
    );
    expect(status).toBe('unknown');
    expect(summary).toContain('ts index lists more than 256 manifests');
  });

  it('large configs are bounded in sum', async () => {
    const { status, summary } = await lookAt((hostile) =>
      hostile.index(
        times(24, (n) => ({
          ...hostile.image({ config: { Labels: { n: `${n}`, pad: 'x'.repeat(3.9 * 1024 * 1024) } } }),
          platform: { os: 'linux', architecture: `a${n}` },
        })),
      ),
    );
    expect(status).toBe('unknown');
    expect(summary).toContain('checking it would take more than 128 MB of memory');
  });

  it('a chain that asks for thousands of documents is given up', async () => {
    const { status, summary, requests } = await lookAt((hostile) => {
      const { host } = hostile.fleet.registry;
      const children = times(250, (n) => ({
        ...hostile.image({ n }, [layer(0)], {
          annotations: { [ANNOTATION.baseName]: `${host}/hostile:base-${n}` },
        }),
        platform: { os: 'linux', architecture: `a${n}` },
      }));
      const about = times(6, (a) =>
        children.map((child) => ({
          ...hostile.image({ a, about: child.digest }),
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: {
            [ANNOTATION.attestationType]: 'attestation-manifest',
            [ANNOTATION.attestationDigest]: child.digest,
          },
        })),
      );
      return hostile.index([...children, ...about.flat()]);
    });
    expect(status).toBe('unknown');
    expect(summary).toContain('checking it would take more than 2000 requests');
    // A tag that is not there is asked for twice.
    expect(requests).toBeLessThan(2000 + 250 + 50);
  });

  it('an image of very many layers is refused', async () => {
    const { status, summary } = await lookAt((hostile) => hostile.image({}, times(1500, layer)));
    expect(status).toBe('unknown');
    expect(summary).toContain('t has more than 1000 layers');
  });

  it('many platforms with many possible bases each are given up before they are compared', async () => {
    const { status, summary, requests } = await lookAt(manyBases);
    expect(status).toBe('unknown');
    expect(summary).toContain('checking it would take more than 30000 comparisons');
    expect(requests).toBeLessThan(500);
  });

  it('a tracked image that becomes too large keeps what was known of it', async () => {
    await using fleet = await openFleet();
    const hostile = new Hostile(fleet);
    hostile.tag(hostile.image({}).digest);
    const [image] = await trackImages(fleet.context, [hostile.reference], true);
    await fleet.runJobs();
    const before = await getImage(fleet.context, image?.id ?? '');
    hostile.tag(manyBases(hostile).digest);
    fleet.pass(60);
    await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    const after = await getImage(fleet.context, image?.id ?? '');
    expect(after).toMatchObject({
      status: 'unknown',
      unreachable: { host: null, reason: { kind: 'too-costly', limit: 30_000, unit: 'comparisons' } },
      lastKnown: { status: before.status },
    });
    expect(describeFinding(after).summary).toContain('30000 comparisons');
  });
});
