import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getRaw } from '../registries/raw-requests.ts';
import type { RealRegistry } from '../registries/registries.ts';
import { findProgram, run } from '../run-program.ts';

/** What to build: a Containerfile's worth of it. */
export interface Recipe {
  /** Where it is pushed: `team/app:1`, in the workshop's registry. */
  readonly push: string;
  /**
   * The base: `library/debian:12` or `…@sha256:…` in the workshop's registry (its host is put before it),
   * `scratch`, or with `qualified` exactly as it stands in the Containerfile.
   */
  readonly from: string;
  readonly qualified?: boolean;
  /** Builds on the base's image for this platform, whichever is built for: `FROM --platform=…`. */
  readonly fromPlatform?: string;
  /** Files by path; `{arch}` in the text becomes the platform's architecture. */
  readonly files: Readonly<Record<string, string>>;
  /** Brings /bin/busybox and a shell, so that `run` works in it and above it (amd64 alone). */
  readonly busybox?: boolean;
  /** RUN steps, by `/bin/sh`. */
  readonly run?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Of the manifest, in the OCI format; buildah lets the base's be inherited. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** More lines of the Containerfile, at its end. */
  readonly lines?: readonly string[];
  /**
   * An image of the workshop's registry that a file is copied from, as a multi-stage build does: it stands
   * in the recipe, and in its provenance, but it is no base.
   */
  readonly builder?: string;
  /** Builds through a stage of its own: `FROM base AS stage`, `FROM stage`. */
  readonly stage?: boolean;
  readonly format?: 'oci' | 'docker';
  /** One layer per step, as podman builds. */
  readonly layers?: boolean;
  readonly squash?: boolean;
  /**
   * Several make an index. buildah builds them side by side and lists them as they end: the children's
   * digests repeat, the index's does not. Nothing of a foreign
   * platform is run: such recipes copy alone.
   */
  readonly platforms?: readonly string[];
  /** Seconds since 1970 for everything in it; the same recipe gives the same manifest. */
  readonly timestamp?: number;
}

/** A pushed image. */
export interface Built {
  /** `127.0.0.1:5000/team/app:1`. */
  readonly reference: string;
  readonly repository: string;
  readonly tag: string;
  /** Of what the tag names: a manifest or an index. */
  readonly digest: string;
  /** The platform manifests by platform, where it is an index. */
  readonly children: Readonly<Record<string, string>>;
}

/** Builds with buildah, in its own storage, for one registry. */
export interface Workshop {
  readonly registry: RealRegistry;
  /** A folder that goes when the workshop closes. */
  readonly scratch: string;
  build(recipe: Recipe): Promise<Built>;
  close(): Promise<void>;
}

const TIMESTAMP = 1_767_225_600; // 2026-01-01

/** Why images cannot be built by buildah here, or `undefined` where they can. */
export function buildahMissing(): string | undefined {
  if (process.getuid?.() !== 0) return 'buildah with chroot isolation wants root here';
  const missing = ['buildah', 'skopeo'].filter((name) => findProgram(name) === undefined);
  if (findProgram('busybox') === undefined) missing.push('busybox-static');
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

/** Splits `team/app:1` into its repository and tag. */
function splitName(name: string): { repository: string; tag: string } {
  const colon = name.lastIndexOf(':');
  return { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}

/** What a pushed name holds now, as the registry tells it. */
export async function lookUp(registry: RealRegistry, name: string): Promise<Built> {
  const { repository, tag } = splitName(name);
  const { digest, json } = await getRaw(registry, repository, tag);
  const manifests = (json.manifests ?? []) as { digest: string; platform?: Record<string, string> }[];
  const children = manifests.flatMap(({ digest: child, platform }) =>
    platform === undefined || platform.os === 'unknown'
      ? []
      : [[[platform.os, platform.architecture, platform.variant].filter(Boolean).join('/'), child]],
  );
  return {
    ...{ reference: `${registry.host}/${name}`, repository, tag, digest },
    children: Object.fromEntries(children) as Record<string, string>,
  };
}

async function writeContext(context: string, recipe: Recipe): Promise<void> {
  const architectures = (recipe.platforms ?? ['linux/amd64']).map((platform) => platform.split('/')[1] ?? '');
  for (const architecture of architectures) {
    const root = join(context, `root-${architecture}`);
    for (const [path, text] of Object.entries(recipe.files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text.replaceAll('{arch}', architecture));
    }
    if (!recipe.busybox || architecture !== 'amd64') continue;
    await mkdir(join(root, 'bin'), { recursive: true });
    const busybox = findProgram('busybox');
    if (busybox === undefined) throw new Error('busybox-static is not installed');
    await copyFile(busybox, join(root, 'bin/sh'));
  }
}

/** The Containerfile of a recipe; `from` is what stands after FROM. */
function containerfile(recipe: Recipe, from: string, builder?: string): string {
  const labels = Object.entries(recipe.labels ?? {});
  return [
    ...(builder === undefined ? [] : [`FROM ${builder} AS builder`, 'COPY Containerfile /built']),
    ...(recipe.stage
      ? [`FROM ${from} AS stage`, 'COPY Containerfile /stage', 'FROM stage']
      : [`FROM ${from}`]),
    ...(builder === undefined ? [] : ['COPY --from=builder /built /opt/built']),
    'ARG TARGETARCH=amd64',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the builder's own variable
    'COPY root-${TARGETARCH} /',
    ...(recipe.run ?? []).map((command) => `RUN ${command}`),
    ...labels.map(([key, value]) => `LABEL ${JSON.stringify(key)}=${JSON.stringify(value)}`),
    ...(recipe.lines ?? []),
    '',
  ].join('\n');
}

/** Writes a recipe's build context into a folder and returns it; the caller removes it. */
export async function prepareContext(scratch: string, recipe: Recipe, host: string): Promise<string> {
  const context = await mkdtemp(join(scratch, 'context-'));
  await writeContext(context, recipe);
  const named = recipe.from === 'scratch' || recipe.qualified ? recipe.from : `${host}/${recipe.from}`;
  const from = recipe.fromPlatform === undefined ? named : `--platform=${recipe.fromPlatform} ${named}`;
  const builder = recipe.builder === undefined ? undefined : `${host}/${recipe.builder}`;
  await writeFile(join(context, 'Containerfile'), containerfile(recipe, from, builder));
  return context;
}

/**
 * Opens a workshop on a registry.
 * @param mirrors Hosts that the registry stands in for, `docker.io` say: `FROM` pulls them from it. buildah
 *   1.28 obeys such a configuration when it pulls; skopeo and its pushes do not.
 */
export async function openWorkshop(
  registry: RealRegistry,
  mirrors: readonly string[] = [],
): Promise<Workshop> {
  const scratch = await mkdtemp(join(tmpdir(), 'baseboard-workshop-'));
  const storage = join(scratch, 'storage.conf');
  const registries = join(scratch, 'registries.conf');
  await writeFile(
    storage,
    // vfs copies where overlay links: slower, but it works on every file system, and images here are small.
    `[storage]\ndriver = "vfs"\nrunroot = "${scratch}/run"\ngraphroot = "${scratch}/graph"\n`,
  );
  const sections = mirrors.map(
    (host) => `[[registry]]\nprefix = "${host}"\nlocation = "${registry.host}"\ninsecure = true\n`,
  );
  await writeFile(registries, `unqualified-search-registries = []\n${sections.join('')}`);
  const env = {
    CONTAINERS_STORAGE_CONF: storage,
    CONTAINERS_REGISTRIES_CONF: registries,
    BUILDAH_ISOLATION: 'chroot',
  };
  const access = ['--tls-verify=false', '--authfile', registry.authFile];
  const buildah = (...args: string[]): Promise<string> => run('buildah', args, { env });

  async function build(recipe: Recipe): Promise<Built> {
    const context = await prepareContext(scratch, recipe, registry.host);
    const several = recipe.platforms !== undefined;
    const local = `localhost/build-${randomUUID()}`;
    const format = recipe.format ?? 'oci';
    await buildah(
      ...['bud', ...access, '--format', format, '--timestamp', String(recipe.timestamp ?? TIMESTAMP)],
      // FROM takes a local image of that name first, and so would miss a base that has moved.
      '--pull-always',
      ...(recipe.layers ? ['--layers'] : []),
      ...Object.entries(recipe.annotations ?? {}).flatMap(([key, value]) => [
        '--annotation',
        `${key}=${value}`,
      ]),
      ...(recipe.squash ? ['--squash'] : []),
      ...(several ? ['--platform', recipe.platforms.join(','), '--manifest', local] : ['--tag', local]),
      ...['--file', join(context, 'Containerfile'), context],
    );
    const target = `docker://${registry.host}/${recipe.push}`;
    if (several) await buildah('manifest', 'push', ...access, '--all', local, target);
    else await buildah('push', ...access, '--format', format, local, target);
    await rm(context, { recursive: true });
    return lookUp(registry, recipe.push);
  }

  return {
    ...{ registry, scratch, build },
    close: () => rm(scratch, { recursive: true, force: true }),
  };
}
