import { distributionMissing, startDistribution } from '../e2e/real/registries/registries.ts';
import { startRegistryProcess } from './registry-process.ts';

/** A registry to measure against, in a process of its own. */
export interface BenchRegistry {
  readonly kind: string;
  readonly host: string;
  stop(): Promise<void>;
}

/** Debian's Distribution where it is installed, else a registry in memory. */
export async function startBenchRegistry(): Promise<BenchRegistry> {
  const missing = distributionMissing();
  if (missing === undefined) {
    const { host, stop } = await startDistribution();
    return { kind: 'Distribution 2.8', host, stop };
  }
  return { kind: `in memory (Distribution is ${missing})`, ...(await startRegistryProcess()) };
}
