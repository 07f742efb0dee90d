import { afterAll, beforeAll } from 'vitest';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { type BuildKit, startBuildkit } from '../tools/buildkit.ts';

/** Milliseconds for BuildKit to start, and for one of its builds. */
export const SLOW = 120_000;

/** BuildKit, and the registry in this process that it pulls from and pushes to. */
export interface BuildkitAtMemoryRegistry {
  readonly served: ServedRegistry;
  readonly buildkit: BuildKit;
}

/** Starts both for the tests of the current `describe`, the registry filled by `fill`. Call the result in a test. */
export function buildkitAtMemoryRegistry(
  fill: (served: ServedRegistry) => Promise<unknown>,
): () => BuildkitAtMemoryRegistry {
  let served: ServedRegistry | undefined;
  let buildkit: BuildKit | undefined;
  beforeAll(async () => {
    served = await serveMemoryRegistry();
    await fill(served);
    buildkit = await startBuildkit([served]);
  }, SLOW);
  afterAll(async () => {
    await buildkit?.stop();
    await served?.close();
  }, SLOW);
  return () => {
    if (served === undefined || buildkit === undefined) throw new Error('BuildKit was not started');
    return { served, buildkit };
  };
}
