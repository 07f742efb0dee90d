import type { Digest } from '#lib/oci/digest.ts';
import { basedOn, type ImageRecipe, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import type { MemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import { distribution, install, sample } from './recipes.ts';

/** A tag, what it had, and what it has now. */
export interface TagMove {
  readonly name: string;
  readonly oldDigest: Digest;
  readonly nowDigest: Digest;
  /** Days since the tag moved; null if it did not. */
  readonly movedDaysAgo: number | null;
}

/** A base with the recipe that images of the past were built on, and today's. */
export interface SampleBase extends TagMove {
  readonly old: ImageRecipe;
  readonly now: ImageRecipe;
}

/** Images on either state of a base. */
type State = 'old' | 'now';

/** Pushes a base that moved: first the old state, then today's under the same tag. */
export async function movingBase(
  registry: MemoryRegistry,
  name: string,
  movedDaysAgo: number,
  recipe: (state: State) => ImageRecipe,
): Promise<SampleBase> {
  const [old, now] = [recipe('old'), recipe('now')];
  const oldDigest = await push(registry, name, old);
  const nowDigest = await push(registry, name, now);
  return { name, old, now, oldDigest, nowDigest, movedDaysAgo };
}

/** Pushes a base that stayed as it is. */
async function stillBase(registry: MemoryRegistry, name: string, recipe: ImageRecipe): Promise<SampleBase> {
  const digest = await push(registry, name, recipe);
  return { name, old: recipe, now: recipe, oldDigest: digest, nowDigest: digest, movedDaysAgo: null };
}

/** The fleet's bases, lowest first. */
export async function pushBases(registry: MemoryRegistry) {
  const root = basedOn('scratch');
  const debian = await stillBase(
    registry,
    sample('library/debian:12-slim'),
    distribution('debian', '12.9').annotate(root),
  );
  const alpine = await movingBase(registry, sample('library/alpine:3'), 12, (state) =>
    distribution('alpine', state === 'old' ? '3.20.1' : '3.20.3').annotate(root),
  );
  const platform = await movingBase(registry, sample('platform/base:12'), 18, (state) =>
    install(debian.now, 'ca-certificates tzdata', state === 'old' ? '20230311' : '20250419').annotate(
      basedOn(debian.name, debian.nowDigest),
    ),
  );
  // The direct base of the images on it is current, though it was itself built before platform/base moved.
  const java = await stillBase(
    registry,
    sample('runtime/java:21'),
    install(platform.old, 'openjdk-21-jre-headless', '21.0.4').annotate(
      basedOn(platform.name, platform.oldDigest),
    ),
  );
  const javaWeb = await stillBase(
    registry,
    sample('framework/java-web:3'),
    install(java.now, 'tomcat10', '10.1.30').annotate(basedOn(java.name, java.nowDigest)),
  );
  const node = await movingBase(registry, sample('runtime/node:22'), 41, (state) =>
    install(debian.now, 'nodejs', state === 'old' ? '22.9.0' : '22.12.0').annotate(
      basedOn(debian.name, debian.nowDigest),
    ),
  );
  const python = await stillBase(
    registry,
    sample('runtime/python:3.13'),
    install(debian.now, 'python3.13', '3.13.1').annotate(basedOn(debian.name, debian.nowDigest)),
  );
  const go = await pushGo(registry);
  return { debian, alpine, platform, java, javaWeb, node, python, go };
}

/** A multi-arch base whose index moved for one platform alone. */
async function pushGo(registry: MemoryRegistry) {
  const name = sample('runtime/static:1');
  const arm = (release: string, platform: string) =>
    distribution('static', release, platform).annotate(basedOn('scratch'));
  const amd64 = arm('1', 'linux/amd64');
  const armv7 = arm('1', 'linux/arm/v7');
  const oldArm64 = arm('1', 'linux/arm64');
  const nowArm64 = arm('2', 'linux/arm64');
  const oldDigest = await pushIndex(registry, name, { images: [amd64, oldArm64, armv7] });
  const nowDigest = await pushIndex(registry, name, { images: [amd64, nowArm64] });
  return { name, amd64, oldArm64, nowArm64, armv7, oldDigest, nowDigest, movedDaysAgo: 5 };
}

export type SampleBases = Awaited<ReturnType<typeof pushBases>>;
