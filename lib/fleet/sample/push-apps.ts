import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { ANNOTATION } from '#lib/oci/annotations.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { basedOn, type ImageRecipe, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import type { MemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import type { SampleBase, SampleBases, TagMove } from './bases.ts';
import { application, sourceOf } from './recipes.ts';

/** A tracked image of the sample and the status it is there to show. */
export interface SampleImage {
  readonly reference: string;
  readonly expected: Status;
  /** What has a past of its own: a base that only this image has, or its own tag. */
  readonly moved?: TagMove;
}

/** Pushes some images of the sample. */
export type Push = (registry: MemoryRegistry, bases: SampleBases) => Promise<SampleImage[]>;

/** Pushes an application on a state of a base; another `build` of it has other content. Returns its digest. */
export async function pushOn(
  registry: MemoryRegistry,
  reference: string,
  base: SampleBase,
  state: 'old' | 'now',
  name: string,
  build = reference,
): Promise<Digest> {
  const digest = state === 'old' ? base.oldDigest : base.nowDigest;
  return push(
    registry,
    reference,
    application(base[state], name, build)
      .annotate(basedOn(base.name, digest))
      .label({ [ANNOTATION.source]: sourceOf(reference) }),
  );
}

/** Pushes an application whose base only its provenance names. */
export async function pushProvenance(
  registry: MemoryRegistry,
  reference: string,
  base: ImageRecipe,
  name: string,
  digest: Digest,
  app: string,
): Promise<void> {
  await pushIndex(registry, reference, {
    images: [application(base, app, reference)],
    provenance: provenanceOf(name, digest),
  });
}

/** A SLSA v1 statement as BuildKit's `mode=min` writes it. */
export function provenanceOf(name: string, digest: Digest) {
  const [path = '', tag = ''] = name.split(/:(?=[^/]*$)/);
  return {
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'https://mobyproject.org/buildkit@v1',
        resolvedDependencies: [
          {
            uri: `pkg:docker/${path}@${tag}?platform=linux%2Famd64`,
            digest: { sha256: digest.slice('sha256:'.length) },
          },
        ],
      },
    },
  };
}
