import { distributionMissing, startDistribution } from '../e2e/real/registries/registries.ts';
import { startRegistryProcess } from './registry-process.ts';

/** A registry for measurements, in a separate process. */
export interface BenchRegistry {
  readonly kind: string;
  readonly host: string;
  stop(): Promise<void>;
}

/** Debian's Distribution if it is installed, or else an in-memory registry. */
export async function startBenchRegistry(): Promise<BenchRegistry> {
  const missing = distributionMissing();
  if (missing === undefined) {
    const { host, stop } = await startDistribution();
    return { kind: 'Distribution 2.8', host, stop };
  }
  return { kind: `in memory (Distribution is ${missing})`, ...(await startRegistryProcess()) };
}
