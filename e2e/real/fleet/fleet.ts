import { type Connection, connectionTo, dockerHubAt } from '../registries/connection.ts';
import { distributionMissing, type RealRegistry, startDistribution } from '../registries/registries.ts';
import { annotate, officialStyle } from '../tools/annotate.ts';
import { buildahMissing, openWorkshop, type Recipe, type Workshop } from '../tools/buildah.ts';
import { type BuildKit, buildkitMissing, startBuildkit } from '../tools/buildkit.ts';
import { BOTH, DEBIAN, debianRecipe } from '../verdicts/cases/case.ts';

/** An image to track, with the badge it must get. */
export interface FleetImage {
  readonly reference: string;
  readonly builder: 'buildah' | 'BuildKit' | 'official image';
  /** References of its bases, nearest first. */
  readonly chain: readonly string[];
  readonly before: string;
  readonly after: string;
}

/** A small fleet in three Distribution servers: open, with Basic, with tokens. */
export interface RealFleet {
  readonly registries: Readonly<Record<'plain' | 'basic' | 'token', RealRegistry>>;
  readonly connections: readonly Connection[];
  readonly images: readonly FleetImage[];
  /** Pushes a new debian under the same tag, in all three. */
  moveBase(): Promise<void>;
  stop(): Promise<void>;
}

/** Why the fleet cannot be made here, or `undefined` where it can. */
export function realFleetMissing(): string | undefined {
  return distributionMissing() ?? buildahMissing();
}

const file = (path: string): Recipe['files'] => ({ [path]: `${path} for {arch}\n` });
const MOVED = { before: 'up-to-date', after: 'stale' };
const MOVED_BELOW = { before: 'up-to-date', after: 'stale-by-ancestor' };

async function fillPlain(workshop: Workshop, buildkit: BuildKit | undefined): Promise<FleetImage[]> {
  const { registry } = workshop;
  const debian = await workshop.build(debianRecipe('12.1'));
  const runtime = await workshop.build({
    ...{ push: 'platform/runtime:24', from: DEBIAN, files: file('usr/lib/runtime'), platforms: BOTH },
  });
  const api = await workshop.build({
    ...{ push: 'shop/api:1.4', from: 'platform/runtime:24', files: file('opt/api'), layers: true },
    run: ['echo configured > /etc/api'],
  });
  const built = await workshop.build({
    ...{ push: 'library/python:built', from: DEBIAN, files: file('usr/lib/python'), platforms: BOTH },
  });
  const python = await annotate(registry, built, '3.13', officialStyle('debian:12', debian));
  const images: FleetImage[] = [
    { reference: runtime.reference, builder: 'buildah', chain: [debian.reference], ...MOVED },
    {
      ...{ reference: api.reference, builder: 'buildah', ...MOVED_BELOW },
      chain: [runtime.reference, debian.reference],
    },
    {
      ...{ reference: python.reference, builder: 'official image', ...MOVED },
      chain: ['docker.io/library/debian:12'],
    },
  ];
  if (buildkit === undefined) return images;
  await workshop.build({ push: 'library/builder:1', from: 'scratch', files: file('usr/bin/cc') });
  const web = await buildkit.build(
    registry,
    {
      ...{ push: 'shop/web:2.0', from: 'platform/runtime:24', builder: 'library/builder:1' },
      ...{ files: file('srv/web'), platforms: BOTH },
    },
    { mode: 'max' },
  );
  const chain = [runtime.reference, debian.reference];
  return [...images, { reference: web.reference, builder: 'BuildKit', chain, ...MOVED_BELOW }];
}

async function fillPrivate(workshop: Workshop, buildkit: BuildKit | undefined): Promise<FleetImage[]> {
  const debian = await workshop.build(debianRecipe('12.1'));
  const billing = await workshop.build({
    ...{ push: 'private/billing:3', from: DEBIAN, files: file('opt/billing') },
  });
  const chain = [debian.reference];
  const images: FleetImage[] = [{ reference: billing.reference, builder: 'buildah', chain, ...MOVED }];
  if (buildkit === undefined) return images;
  const signer = await buildkit.build(
    workshop.registry,
    { push: 'private/signer:1', from: DEBIAN, files: file('opt/signer') },
    { mode: 'min' },
  );
  return [...images, { reference: signer.reference, builder: 'BuildKit', chain, ...MOVED }];
}

/** Starts the three registries and builds the fleet: about 20 s. {@link realFleetMissing} says beforehand if it can. */
export async function startRealFleet(): Promise<RealFleet> {
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const registries = {
      plain: await startDistribution('none'),
      basic: await startDistribution('basic'),
      token: await startDistribution('token'),
    };
    const each = Object.values(registries);
    closers.push(...each.map(({ stop: close }) => close));
    const buildkit = buildkitMissing() === undefined ? await startBuildkit(each) : undefined;
    if (buildkit !== undefined) closers.push(buildkit.stop);
    const workshops: Workshop[] = [];
    const images: FleetImage[] = [];
    for (const registry of each) {
      const workshop = await openWorkshop(registry);
      closers.push(workshop.close);
      workshops.push(workshop);
      const fill = registry === registries.plain ? fillPlain : fillPrivate;
      images.push(...(await fill(workshop, buildkit)));
    }
    return {
      ...{ registries, images, stop },
      connections: [...each.map(connectionTo), dockerHubAt(registries.plain)],
      moveBase: async () => {
        for (const workshop of workshops) await workshop.build(debianRecipe('12.2'));
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
