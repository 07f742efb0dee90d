import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peer } from '../../peers/peers.ts';
import type { RealRegistry } from '../registries/registries.ts';
import { findProgram, freePort, type Outcome, run, startService, tryRun } from '../run-program.ts';
import { type Built, lookUp, prepareContext, type Recipe } from './buildah.ts';

/** How BuildKit is to write down what it did. */
export interface Provenance {
  readonly mode: 'min' | 'max';
  /** Predicate version: `v1` is BuildKit's own default. */
  readonly version?: 'v0.2' | 'v1';
}

/** Which image's inline cache a build may use: `team/app:1` in its registry. */
interface CacheUse {
  readonly from?: string;
}

interface CachedBuild {
  readonly built: Built;
  /** The steps that were taken from a cache, as BuildKit names them. */
  readonly cached: readonly string[];
}

/** A running BuildKit that pulls from and pushes to the registries it was started for. */
export interface BuildKit {
  build(registry: RealRegistry, recipe: Recipe, provenance?: Provenance): Promise<Built>;
  /** Builds a Dockerfile's last stage in a context with a file `x`; nothing is kept of it but what `more` says. */
  tryBuild(dockerfile: string, ...more: readonly string[]): Promise<Outcome>;
  /** Builds with an inline cache in the image; answers the build's log, too. */
  buildCached(registry: RealRegistry, recipe: Recipe, use: CacheUse): Promise<CachedBuild>;
  /** Forgets everything that was built or pulled. */
  prune(): Promise<void>;
  stop(): Promise<void>;
}

/** Why BuildKit cannot be run here, or `undefined` where it can. */
export function buildkitMissing(): string | undefined {
  if (peer('buildkitd') === undefined || peer('buildctl') === undefined)
    return 'BuildKit was not built: see e2e/peers/install.ts';
  if (process.getuid?.() !== 0) return 'buildkitd wants root here';
  return findProgram('runc') === undefined ? 'not installed: runc' : undefined;
}

/**
 * Starts buildkitd as root with Debian's runc, on a TCP port of loopback.
 * @param mirrors Hosts that the first registry stands in for, `docker.io` say.
 */
export async function startBuildkit(
  registries: readonly Pick<RealRegistry, 'host'>[],
  mirrors: readonly string[] = [],
): Promise<BuildKit> {
  const daemon = peer('buildkitd');
  const client = peer('buildctl');
  if (daemon === undefined || client === undefined) throw new Error(buildkitMissing());
  const address = `tcp://127.0.0.1:${await freePort()}`;
  const call = (...args: string[]): readonly [string, string[]] => [client, ['--addr', address, ...args]];
  const scratch = await mkdtemp(join(tmpdir(), 'baseboard-buildkit-'));
  const config = join(scratch, 'buildkitd.toml');
  const sections = [
    `root = "${scratch}/state"\n[grpc]\naddress = ["${address}"]`,
    // The host's network: a bridge would want CNI plugins, and the registries are on loopback.
    '[worker.oci]\nenabled = true\nnetworkMode = "host"\nsnapshotter = "native"\n[worker.containerd]\nenabled = false',
    ...registries.map(({ host }) => `[registry."${host}"]\nhttp = true`),
    ...mirrors.map((host) => `[registry."${host}"]\nmirrors = ["${registries[0]?.host}"]`),
  ];
  await writeFile(config, `${sections.join('\n')}\n`);
  const service = await startService(daemon, ['--config', config], {
    ready: async () => (await tryRun(...call('debug', 'workers'))).status === 0,
  });

  async function buildWith(
    registry: RealRegistry,
    recipe: Recipe,
    more: readonly string[],
  ): Promise<CachedBuild> {
    const context = await prepareContext(scratch, recipe, registry.host);
    const args = [
      ...['build', '--progress', 'plain', '--frontend', 'dockerfile.v0'],
      ...['--local', `context=${context}`, '--local', `dockerfile=${context}`],
      ...['--opt', 'filename=Containerfile'],
      ...(recipe.platforms === undefined ? [] : ['--opt', `platform=${recipe.platforms.join(',')}`]),
      ...['--output', `type=image,name=${registry.host}/${recipe.push},push=true,oci-mediatypes=true`],
      ...more,
    ];
    const { status, stderr } = await tryRun(...call(...args), {
      env: { DOCKER_CONFIG: registry.dockerConfig },
    });
    if (status !== 0) throw new Error(`buildctl ended with ${status}:\n${stderr.slice(-2_000)}`);
    await rm(context, { recursive: true });
    return { built: await lookUp(registry, recipe.push), cached: cachedSteps(stderr) };
  }

  async function tryBuild(dockerfile: string, ...more: readonly string[]): Promise<Outcome> {
    const context = await mkdtemp(join(scratch, 'context-'));
    await writeFile(join(context, 'Dockerfile'), dockerfile);
    await writeFile(join(context, 'x'), 'x');
    return tryRun(
      ...call(
        ...['build', '--progress', 'plain', '--frontend', 'dockerfile.v0', '--opt', 'platform=linux/amd64'],
        ...['--local', `context=${context}`, '--local', `dockerfile=${context}`],
        ...more,
      ),
    );
  }

  return {
    build: async (registry, recipe, provenance) => {
      const version = provenance?.version === undefined ? '' : `,version=${provenance.version}`;
      const attest =
        provenance === undefined ? [] : ['--opt', `attest:provenance=mode=${provenance.mode}${version}`];
      return (await buildWith(registry, recipe, attest)).built;
    },
    buildCached: (registry, recipe, { from }) =>
      buildWith(registry, recipe, [
        ...['--export-cache', 'type=inline'],
        ...(from === undefined ? [] : ['--import-cache', `type=registry,ref=${registry.host}/${from}`]),
      ]),
    prune: async () => void (await run(...call('prune', '--all'))),
    tryBuild,
    stop: async () => {
      await service.stop();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** `#7 [2/3] COPY root-amd64 /`, and later `#7 CACHED`. */
function cachedSteps(log: string): string[] {
  const names = new Map<string, string>();
  for (const [, number = '', name = ''] of log.matchAll(/^#(\d+) (\[.+)$/gm)) names.set(number, name);
  return [...log.matchAll(/^#(\d+) CACHED$/gm)].map(([, number = '']) => names.get(number) ?? number);
}
