// Sources for tests: of a fleet's registry, listed as workers would.
import { onTestFinished } from 'vitest';
import { findImages } from '#lib/store/images/tracked-images.ts';
import { fleetTests, type TestFleet, type TestFleetOptions } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { createSource } from './create-source.ts';
import { enqueueDueSources } from './due-sources.ts';
import { runListing } from './run-listing.ts';

const open = fleetTests();
export const BY = { name: 'operator', address: null };
export const DAY = 24 * 3600;

/** A fleet whose registry has these images. */
export async function fleetWith(paths: readonly string[], options: TestFleetOptions = {}) {
  const fleet = await open(options);
  onTestFinished(() => fleet[Symbol.asyncDispose]());
  for (const path of paths) await pushOn(fleet.registry, path);
  return fleet;
}

export async function addSource(
  { context, registry }: TestFleet,
  more: { name?: string; select?: object; host?: string } = {},
) {
  const { name = 'all', select, host = registry.host } = more;
  const request = { name, kind: 'registry' as const, config: { registry: host }, select, every: '1h' };
  return (await createSource(context, request, BY)).source.id;
}

/** Lists what is due now, as workers would. */
export async function listDue(fleet: TestFleet) {
  await enqueueDueSources(fleet.context);
  for (const id of new Set(fleet.listings.splice(0))) await runListing(fleet.context, id);
}

export async function tracked({ context: { db }, registry: { host } }: TestFleet, paths: readonly string[]) {
  const found = await findImages(
    db,
    paths.map((path) => `${host}/${path}`),
  );
  return found.map(({ reference }) => reference.slice(host.length + 1)).sort();
}

/** Images of four repositories. */
export const PATHS = ['a/one:1', 'a/one:2', 'b/two:1', 'c/three:1', 'd/four:1'];
