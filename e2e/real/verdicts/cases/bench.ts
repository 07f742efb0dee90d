import { type RegistryAuth, startDistribution } from '../../registries/registries.ts';
import { findProgram } from '../../run-program.ts';
import { type Built, openWorkshop } from '../../tools/buildah.ts';
import { buildkitMissing, startBuildkit } from '../../tools/buildkit.ts';
import { craneMissing } from '../../tools/crane.ts';
import { BASE_CASES } from './bases.ts';
import { BUILDAH_CASES } from './buildah.ts';
import { BUILDKIT_CASES } from './buildkit.ts';
import { type Bench, type Case, debianRecipe } from './case.ts';
import { DOCUMENT_CASES } from './documents.ts';

/** Every case there is. */
export const CASES: readonly Case[] = [...BUILDAH_CASES, ...DOCUMENT_CASES, ...BASE_CASES, ...BUILDKIT_CASES];

/** Why a case cannot be built here, or `undefined` where it can. */
export function caseMissing(of: Case): string | undefined {
  switch (of.builder) {
    case 'buildkit':
      return buildkitMissing();
    case 'crane':
      return craneMissing();
    case 'umoci':
      return findProgram('umoci') === undefined ? 'not installed: umoci' : undefined;
    default:
      return undefined;
  }
}

/** The cases that make sense at a registry: crane refuses token servers on loopback. */
export function casesFor(auth: RegistryAuth): readonly Case[] {
  return CASES.filter(({ builder }) => auth !== 'token' || builder !== 'crane');
}

/** A registry with cases in it. */
export interface OpenBench extends Bench {
  /** What was built, by case: without those of missing builders, see {@link caseMissing}. */
  readonly images: ReadonlyMap<Case, Built>;
  /** Moves debian:12 to new content, and every case's own base as it says. */
  moveBases(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a Distribution server and fills it: `library/debian:12`, `library/builder:1` and the cases. The
 * registry stands in for docker.io, for the builders as it has to for the product.
 */
export async function openBench(auth: RegistryAuth, cases: readonly Case[]): Promise<OpenBench> {
  const registry = await startDistribution(auth);
  const workshop = await openWorkshop(registry, ['docker.io']);
  const buildkit =
    buildkitMissing() === undefined ? await startBuildkit([registry], ['docker.io']) : undefined;
  const close = async (): Promise<void> => {
    await buildkit?.stop();
    await workshop.close();
    await registry.stop();
  };
  try {
    const debian = await workshop.build(debianRecipe('12.1'));
    // Not a base: files are copied from it, in builds of several stages.
    await workshop.build({ push: 'library/builder:1', from: 'scratch', files: { 'etc/tools': 'tools\n' } });
    const bench: Bench = { workshop, buildkit, debian };
    const images = new Map<Case, Built>();
    for (const each of cases) {
      if (caseMissing(each) === undefined) images.set(each, await each.make(bench));
    }
    const moveBases = async (): Promise<void> => {
      await workshop.build(debianRecipe('12.2'));
      for (const each of images.keys()) await each.move?.(bench);
    };
    return { ...bench, images, moveBases, close };
  } catch (error) {
    await close();
    throw error;
  }
}
