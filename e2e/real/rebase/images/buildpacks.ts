import { getRaw, getRawBlob, type RawDescriptor } from '../../registries/raw-requests.ts';
import { label } from '../../tools/annotate.ts';
import type { Built } from '../../tools/buildah.ts';
import type { RebaseSetup } from '../setup/rebase-setup.ts';

export const LIFECYCLE = 'io.buildpacks.lifecycle.metadata';

/** A run image says by labels which distribution it is; the lifecycle pushes in the Docker format. */
export const RUN_IMAGE = {
  format: 'docker',
  labels: { 'io.buildpacks.base.distro.name': 'test', 'io.buildpacks.base.distro.version': '1' },
} as const;

/** What the lifecycle writes down of the run image: its last layer's diff ID, its digest, its name. */
interface RunImage {
  readonly topLayer: string;
  readonly reference: string;
  readonly image: string;
}

/** The uncompressed layers of a single-platform image. */
async function diffIdsOf({ registry }: RebaseSetup, image: Built): Promise<string[]> {
  const { json } = await getRaw(registry, image.repository, image.digest);
  const config = await getRawBlob(registry, image.repository, (json.config as RawDescriptor).digest);
  return (config.rootfs as { diff_ids: string[] }).diff_ids;
}

/** A run image as the lifecycle notes it. */
export async function runImageOf(setup: RebaseSetup, base: Built): Promise<RunImage> {
  const topLayer = (await diffIdsOf(setup, base)).at(-1) ?? '';
  const reference = `${setup.registry.host}/${base.repository}@${base.digest}`;
  return { topLayer, reference, image: base.reference };
}

/** The label, with its fields in the order of the lifecycle's own structs (lifecycle 0.20, platform/files). */
function lifecycleLabel(appLayers: readonly string[], runImage: RunImage): string {
  const [app, config, launcher, types] = appLayers.map((sha) => ({ sha }));
  return JSON.stringify({
    app: [app],
    buildpacks: [{ key: 'example/shell', version: '1.2.0', layers: {} }],
    ...{ config, launcher, 'process-types': types },
    runImage,
    stack: { runImage: { image: runImage.image } },
  });
}

/** A run image and an app on it as the lifecycle exports it, which names its base by its own label alone. */
export async function buildPairAsLifecycle(
  setup: RebaseSetup,
  repository: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<{ base: Built; app: Built }> {
  const base = await setup.buildBase(repository, 1, RUN_IMAGE);
  const app = await setup.buildApp(repository, {
    ...{ format: 'docker', layers: true },
    run: ['echo config >/config', 'echo launcher >/launcher', 'echo web >/process-types'],
  });
  const run = await runImageOf(setup, base);
  const layers = await diffIdsOf(setup, app);
  const own = layers.slice(layers.indexOf(run.topLayer) + 1);
  const said = { [LIFECYCLE]: lifecycleLabel(own, run), ...labels };
  return { base, app: await label(setup.registry, app, app.tag, said) };
}
