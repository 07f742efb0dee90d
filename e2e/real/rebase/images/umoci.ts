import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findProgram, run } from '../../run-program.ts';
import { type Built, lookUp, type Workshop } from '../../tools/buildah.ts';
import { accessOptions } from '../../tools/skopeo.ts';
import { APP } from '../setup/rebase-setup.ts';

/** What umoci puts into an image; it writes nothing about its base. */
interface UmociRecipe {
  /** Where it is pushed, in the workshop's registry. */
  readonly push: string;
  /** The image it begins with, in the same registry; a new one otherwise. */
  readonly from?: string;
  /** Each of these becomes a layer, by `umoci insert`. */
  readonly inserted?: Readonly<Record<string, string>>;
  /** Written into the unpacked root, and made one layer by `umoci repack`. */
  readonly repacked?: Readonly<Record<string, string>>;
  /** Inserts /bin/sh. */
  readonly busybox?: boolean;
  readonly config?: readonly string[];
}

/** Makes an image with umoci and pushes it with skopeo. */
async function buildWithUmoci(workshop: Workshop, recipe: UmociRecipe): Promise<Built> {
  const { registry } = workshop;
  const { push, from, inserted = {}, repacked, busybox, config = [] } = recipe;
  const scratch = await mkdtemp(join(workshop.scratch, 'umoci-'));
  const layout = join(scratch, 'layout');
  const image = `${layout}:image`;
  const umoci = (command: string, ...args: string[]) => run('umoci', [command, '--image', image, ...args]);
  if (from === undefined) {
    await run('umoci', ['init', '--layout', layout]);
    await umoci('new');
  } else {
    const source = `docker://${registry.host}/${from}`;
    await run('skopeo', ['copy', ...accessOptions(workshop, 'src'), source, `oci:${image}`]);
  }
  if (busybox) {
    const shell = join(scratch, 'sh');
    await copyFile(findProgram('busybox') ?? '', shell);
    await chmod(shell, 0o755);
    await umoci('insert', shell, '/bin/sh');
  }
  for (const [path, text] of Object.entries(inserted)) {
    const file = join(scratch, 'inserted');
    await writeFile(file, text);
    await umoci('insert', file, path);
  }
  if (repacked !== undefined) {
    const bundle = join(scratch, 'bundle');
    await umoci('unpack', bundle);
    for (const [path, text] of Object.entries(repacked)) {
      const file = join(bundle, 'rootfs', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await umoci('repack', bundle);
  }
  if (config.length > 0) await umoci('config', ...config);
  const target = `docker://${registry.host}/${push}`;
  await run('skopeo', ['copy', ...accessOptions(workshop, 'dest'), `oci:${image}`, target]);
  await rm(scratch, { recursive: true });
  return lookUp(registry, push);
}

/** A base and an app as the other tests have them, by umoci alone; `move` puts the base's second version. */
export async function buildPairWithUmoci(
  workshop: Workshop,
  repository: string,
): Promise<{ app: Built; move: () => Promise<Built> }> {
  const base = (version: number) => {
    const inserted = { '/lib/libversion': `${version}\n`, '/lib/name': `${repository}\n` };
    return buildWithUmoci(workshop, { push: `${repository}/lib:1`, busybox: true, inserted });
  };
  await base(1);
  const app = await buildWithUmoci(workshop, {
    ...{ push: `${repository}/app:1`, from: `${repository}/lib:1` },
    ...{ inserted: { '/app': APP }, repacked: { '/etc/app': 'app\n' } },
    config: ['--config.cmd', '/bin/sh', '--config.cmd', '/app'],
  });
  return { app, move: () => base(2) };
}
