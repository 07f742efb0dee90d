import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peer } from '../peers/peers.ts';
import { type Built, lookUp, prepareContext, type Recipe } from './buildah.ts';
import { findProgram, freePort, type Outcome, run, startService, tryRun } from './process.ts';
import type { RealRegistry } from './registries.ts';

/** How BuildKit is to write down what it did. */
export interface Provenance {
  readonly mode: 'min' | 'max';
  /** Predicate version: `v1` is BuildKit's own default. */
  readonly version?: 'v0.2' | 'v1';
}

/** A running BuildKit that pulls from and pushes to the registries it was started for. */
export interface BuildKit {
  build(registry: RealRegistry, recipe: Recipe, provenance?: Provenance): Promise<Built>;
  /** Builds a Dockerfile's last stage in a context with a file `x`; nothing is kept of it but what `more` says. */
  tryBuild(dockerfile: string, ...more: readonly string[]): Promise<Outcome>;
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

  async function build(registry: RealRegistry, recipe: Recipe, provenance?: Provenance): Promise<Built> {
    const context = await prepareContext(scratch, recipe, registry.host);
    const version = provenance?.version === undefined ? '' : `,version=${provenance.version}`;
    const args = [
      ...['build', '--progress', 'plain', '--frontend', 'dockerfile.v0'],
      ...['--local', `context=${context}`, '--local', `dockerfile=${context}`],
      ...['--opt', 'filename=Containerfile'],
      ...(provenance === undefined ? [] : ['--opt', `attest:provenance=mode=${provenance.mode}${version}`]),
      ...(recipe.platforms === undefined ? [] : ['--opt', `platform=${recipe.platforms.join(',')}`]),
      ...['--output', `type=image,name=${registry.host}/${recipe.push},push=true,oci-mediatypes=true`],
    ];
    await run(...call(...args), { env: { DOCKER_CONFIG: registry.dockerConfig } });
    await rm(context, { recursive: true });
    return lookUp(registry, recipe.push);
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
    build,
    tryBuild,
    stop: async () => {
      await service.stop();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
