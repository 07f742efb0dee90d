import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { connectionTo, dockerHubAt } from '../registries/connection.ts';
import type { OpenBench } from './cases/bench.ts';
import type { Case } from './cases/case.ts';
import { type Judge, openJudge } from './judge.ts';

/** A judge on a bench's registry, which stands in for docker.io too. */
export function openBenchJudge({ workshop }: OpenBench): Judge {
  return openJudge([connectionTo(workshop.registry), dockerHubAt(workshop.registry)]);
}

/** Judges debian first, so that it is known to others, then every case, as a new scan. */
export async function judgeCases(
  judge: Judge,
  { images, debian }: OpenBench,
): Promise<ReadonlyMap<Case, Lineage>> {
  judge.nextScan();
  await judge.judge(debian.reference);
  const judged = new Map<Case, Lineage>();
  for (const [of, { reference }] of images) judged.set(of, await judge.judge(reference));
  return judged;
}
