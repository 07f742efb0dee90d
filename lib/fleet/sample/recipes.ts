import { digestOf } from '#lib/oci/compute-digest.ts';
import { type ImageRecipe, image } from '#lib/registry/memory/image-builder.ts';
import type { TarFile } from '#lib/registry/memory/tar.ts';

/** Where the sample fleet lives: a registry inside this process, by a name that no DNS knows. */
export const SAMPLE_HOST = 'registry.sample.internal';

/** `registry.sample.internal/<path>`. */
export function sample(path: string): string {
  return `${SAMPLE_HOST}/${path}`;
}

/** The repository of source code that an image of the sample would come from. */
export function sourceOf(reference: string): string {
  return reference.replace(SAMPLE_HOST, 'https://git.sample.internal').replace(/:[^/]*$/, '');
}

/** A file of believable size whose content follows from its name alone. */
function file(path: string, kibibytes: number, content: string): TarFile {
  const lines: string[] = [];
  for (let n = 0; n < kibibytes * 16; n += 1) lines.push(digestOf(`${path} ${content} ${n}`).slice(7));
  return { path, content: lines.join('\n') };
}

/** An operating system's root file system at a release. */
export function distribution(id: string, release: string, platform = 'linux/amd64'): ImageRecipe {
  const osRelease = `ID=${id}\nVERSION_ID="${release}"\n`;
  return image()
    .on(platform)
    .layer(`ADD rootfs.tar.xz / # ${id} ${release}`, [
      { path: 'etc/os-release', content: osRelease },
      file('usr/lib/libc.so.6', 96, `${id} ${release} ${platform}`),
    ])
    .runtime({ Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], Cmd: ['bash'] });
}

/** Packages installed on top of a base. */
export function install(base: ImageRecipe, packages: string, version: string): ImageRecipe {
  return image()
    .from(base)
    .layer(`RUN apt-get update && apt-get install -y ${packages}`, [
      file(`usr/lib/${packages.split(' ')[0]}`, 40, `${version} ${base.parts.platform}`),
      { path: 'var/lib/dpkg/status', content: packages.split(' ').map(record(version)).join('\n') },
    ]);
}

/** A package's entry in dpkg's status. */
const record = (version: string) => (name: string) =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n`;

/** An application copied onto a base. */
export function application(base: ImageRecipe, name: string, version: string): ImageRecipe {
  return image()
    .from(base)
    .layer(`COPY --chown=app ${name} /srv/${name}`, [file(`srv/${name}/bundle`, 12, version)])
    .layer(`RUN ln -s /srv/${name} /app`, [{ path: 'app', content: `/srv/${name}` }])
    .runtime({ Entrypoint: [`/srv/${name}/bundle`], User: 'app', WorkingDir: '/app' });
}
