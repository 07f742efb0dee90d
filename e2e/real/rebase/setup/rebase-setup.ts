import { getRaw, type RawDescriptor } from '../../registries/raw-requests.ts';
import { distributionMissing, type RealRegistry, startDistribution } from '../../registries/registries.ts';
import { findProgram, type Outcome } from '../../run-program.ts';
import { type Built, buildahMissing, openWorkshop, type Recipe, type Workshop } from '../../tools/buildah.ts';
import { craneMissing, tryCrane } from '../../tools/crane.ts';
import { regctlMissing } from '../../tools/regctl.ts';
import { openRebaser, type Rebaser } from './product-rebase.ts';
import { containersMissing, runBundle, unpack } from './unpack-and-run.ts';

/** An app on version 1 of `<repository>/lib:1`, whose tag has moved on to version 2. */
interface Stale {
  readonly app: Built;
  readonly first: Built;
  readonly second: Built;
  /** The base that the app was built on, by digest. */
  readonly oldBase: string;
}

/** A registry, a builder, the product's rebase, and programs that judge it. Names leave out the registry's host. */
export interface RebaseSetup {
  readonly registry: RealRegistry;
  readonly workshop: Workshop;
  readonly rebaser: Rebaser;
  /** With the registry's host. */
  at(name: string): string;
  /** Puts `<repository>/lib:1` of that version over the one before. */
  buildBase(repository: string, version: number, more?: Partial<Recipe>): Promise<Built>;
  /** Puts `<repository>/app:1`, which prints its base's version. */
  buildApp(repository: string, more?: Partial<Recipe>): Promise<Built>;
  buildStale(repository: string, more?: Partial<Recipe>): Promise<Stale>;
  /** What the image prints, unpacked by umoci and run by runc. */
  prints(name: string): Promise<string>;
  crane(...args: string[]): Promise<Outcome>;
  /** What `crane validate` says, the registry's host as `registry.example`. */
  validate(name: string, ...how: string[]): Promise<string>;
  layersOf(repository: string, reference: string): Promise<RawDescriptor[]>;
  /** The media type of a tag's manifest or index. */
  typeOf(repository: string, tag: string): Promise<string>;
  close(): Promise<void>;
}

/** Why rebased images cannot be tested here, or `undefined` where they can. */
export function rebaseSetupMissing(): string | undefined {
  return (
    distributionMissing() ??
    buildahMissing() ??
    containersMissing() ??
    regctlMissing() ??
    (findProgram('unshare') === undefined ? 'not installed: unshare' : undefined) ??
    craneMissing()
  );
}

/** The program of an app: it prints the version of the library in its base. */
export const APP = 'read -r version </lib/libversion\necho "library $version"\n';

/** `<repository>/lib:1`: a shell and a library of that version. No other repository's base has the same layers. */
export function baseRecipe(repository: string, version: number): Recipe {
  const files = { '/lib/libversion': `${version}\n`, '/lib/name': `${repository}\n` };
  return { push: `${repository}/lib:1`, from: 'scratch', busybox: true, files };
}

/** What {@link RebaseSetup.validate} says of a valid image. */
export const passes = (name: string): string => `PASS: registry.example/${name}`;

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/** `<repository>/app:1` on it. */
export function appRecipe(repository: string): Recipe {
  return {
    ...{ push: `${repository}/app:1`, from: `${repository}/lib:1` },
    files: { '/app': APP, '/arch': '{arch}\n' },
    lines: ['CMD ["/bin/sh", "/app"]'],
  };
}

/**
 * Starts it all.
 * @param mirrors Hosts that the registry stands in for when buildah pulls.
 */
export async function openRebaseSetup(mirrors: readonly string[] = []): Promise<RebaseSetup> {
  const registry = await startDistribution();
  const workshop = await openWorkshop(registry, mirrors);
  const rebaser = openRebaser(registry);
  const at = (name: string): string => `${registry.host}/${name}`;

  const buildBase: RebaseSetup['buildBase'] = (repository, version, more = {}) =>
    workshop.build({ ...baseRecipe(repository, version), ...more });
  const buildApp: RebaseSetup['buildApp'] = (repository, more = {}) =>
    workshop.build({ ...appRecipe(repository), ...more });
  const crane: RebaseSetup['crane'] = (...args) => tryCrane(registry, ...args);

  return {
    ...{ registry, workshop, rebaser, at, buildBase, buildApp, crane },
    buildStale: async (repository, more) => {
      const first = await buildBase(repository, 1, more);
      const app = await buildApp(repository, more);
      const second = await buildBase(repository, 2, more);
      return { first, app, second, oldBase: `${repository}/lib@${first.digest}` };
    },
    prints: async (name) => runBundle(await unpack(workshop, name)),
    validate: async (name, ...how) => {
      const { stdout, stderr } = await crane('validate', ...how, '--remote', at(name));
      return `${stdout}${stderr}`.trim().replaceAll(registry.host, 'registry.example');
    },
    layersOf: async (repository, reference) =>
      (await getRaw(registry, repository, reference)).json.layers as RawDescriptor[],
    typeOf: async (repository, tag) => (await getRaw(registry, repository, tag)).mediaType,
    close: async () => {
      await rebaser.close();
      await workshop.close();
      await registry.stop();
    },
  };
}
