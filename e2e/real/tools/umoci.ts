import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run-program.ts';
import { type Built, lookUp, type Workshop } from './buildah.ts';
import { accessOptions } from './skopeo.ts';

/**
 * Appends a layer with umoci, which knows no bases: annotations of the image stay unchanged, even a scratch image's empty
 * ones.
 */
export async function appendWithUmoci(workshop: Workshop, from: string, to: string): Promise<Built> {
  const { host } = workshop.registry;
  const scratch = await mkdtemp(join(workshop.scratch, 'umoci-'));
  const layout = `${scratch}/layout:app`;
  await writeFile(join(scratch, 'added'), 'added by umoci\n');
  await run('skopeo', [
    'copy',
    ...accessOptions(workshop, 'src'),
    `docker://${host}/${from}`,
    `oci:${layout}`,
  ]);
  await run('umoci', ['insert', '--image', layout, join(scratch, 'added'), '/opt/added']);
  await run('skopeo', [
    'copy',
    ...accessOptions(workshop, 'dest'),
    `oci:${layout}`,
    `docker://${host}/${to}`,
  ]);
  await rm(scratch, { recursive: true });
  return lookUp(workshop.registry, to);
}
