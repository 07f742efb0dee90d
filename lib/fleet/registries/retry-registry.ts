import { canonicalRegistry, parseReference } from '#lib/oci/reference.ts';
import { endPause, readRegistries, selectOnRegistry } from '#lib/store/registries/registry-health.ts';
import type { ScanProgress } from '#lib/store/scans/scans.ts';
import { listFailing } from '#lib/store/tags/tag-answers.ts';
import type { WithDatabase, WithRegistryStatus } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';
import type { ScanContext } from '../scan/scan-images.ts';
import { beginScan } from '../scan/scan-images.ts';
import { checkSoon } from '../schedule/check-soon.ts';

/**
 * Retries a registry at once: ends its pause in every process, requests its tags that had no answer, and scans the
 * images that are on it or could not be checked because of it. Throws {@link NotFoundError} if no image here uses it.
 */
export async function retryRegistry(
  context: ScanContext & WithRegistryStatus,
  asked: string,
): Promise<ScanProgress> {
  const host = canonicalRegistry(asked);
  const subjects = await selectOnRegistry(context.db, host);
  if (subjects.length === 0 && !(await isKnown(context, host)))
    throw new NotFoundError(`No image here is on the registry ${host}, and none is based on an image there.`);
  await endPause(context.db, host);
  context.registries.askAgain(host);
  await context.events.publish([{ type: 'registry', host, state: null, retry: true }]);
  const failing = await listFailing(context.db, host);
  await checkSoon(context, failing.map(parseReference));
  return beginScan(context, subjects);
}

async function isKnown(
  { db, registries }: WithDatabase & WithRegistryStatus,
  host: string,
): Promise<boolean> {
  return (await registries.isChosen(host)) || (await readRegistries(db)).some((known) => known.host === host);
}
