import { type Judgement, judgeImage } from '#lib/judging/judge-image.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { findImage, type TrackedImage } from '#lib/store/images/tracked-images.ts';
import { readVerdict } from '#lib/store/scans/verdicts.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';
import { pastMoment } from '../requested-time.ts';
import type { CheckContext } from './check-context.ts';
import { joinScan } from './join-scan.ts';
import { type Affected, isAnsweredAnew, keepLayerEvidence } from './layer-evidence.ts';
import { beginScan, type ScanContext } from './scan-images.ts';
import { takeBackImages } from './set-aside-image.ts';
import { storeJudgements } from './store-verdicts.ts';

/** One more round usually answers an image's questions from its own chain; after this many, it ends with what is known. */
const MAX_ROUNDS = 4;

/** A request for one image's chain. */
export interface CheckRequest {
  /** As a person writes it. */
  readonly reference: string;
  /** Check it now even if there is a verdict. */
  readonly refresh: boolean;
  /** The time whose verdict is wanted; `undefined` for now. */
  readonly at: Date | undefined;
  /** Runs the check if registries have to be contacted, or throws to refuse it. */
  readonly admit?: <T>(check: () => Promise<T>) => Promise<T>;
}

/** What checking one image on request needs. */
export interface CheckImageContext extends Omit<CheckContext, 'queue'> {
  readonly queue: CheckContext['queue'] & ScanContext['queue'];
}

/**
 * One image's chain: the stored verdict of a tracked image, else resolved now. The first verdict of a tracked image
 * comes from the scan that is under way, if there is one. A check on purpose is thorough: it requests what was absent
 * a while ago again, and newer tags. Throws `ReferenceSyntaxError`, the `RegistryError` that kept the image itself
 * from being checked, `TimeRequestError`, and {@link NotFoundError} for a time at which nothing was known.
 */
export async function checkImage(context: CheckImageContext, request: CheckRequest): Promise<Lineage> {
  const reference = parseReference(request.reference);
  const name = formatReference(reference);
  if (request.at !== undefined) return lineageAt(context, name, request.at);
  const tracked = await findImage(context.db, name);
  const stored = tracked && !request.refresh ? await storedLineage(context, tracked) : undefined;
  if (stored !== undefined) return stored;

  const cache = context.tagCaches.fresh();
  // Before the declarations are read, so that a judgement by a later declaration counts as newer.
  const look = await cache.began();
  await context.declaredBases.refresh();
  const admit = request.admit ?? ((check) => check());
  const documents = tracked ? context.documents : context.documents.passing();
  const judgement = await admit(() => {
    const options = { thorough: true, wantNewerTags: request.refresh };
    const judge = () => judgeImage({ ...context, documents }, reference, cache, options);
    return tracked ? judgeTracked(context, tracked, judge, look) : judge();
  });
  await context.documents.written();
  if (judgement.error !== undefined) throw judgement.error;
  return judgement.lineage;
}

/** The stored verdict of a tracked image, if need be after the scan that is checking it now. */
async function storedLineage(
  context: CheckImageContext,
  tracked: TrackedImage,
): Promise<Lineage | undefined> {
  const known = await latestVerdict(context, tracked);
  if (known !== undefined) return known;
  const read = async () => {
    const image = await findImage(context.db, tracked.reference);
    return image && latestVerdict(context, image);
  };
  await joinScan(context, tracked.id, async () => (await read()) !== undefined);
  return read();
}

async function latestVerdict(
  { db }: WithDatabase,
  { id, checkedAt }: TrackedImage,
): Promise<Lineage | undefined> {
  const stored = checkedAt === null ? undefined : await readVerdict(db, id);
  return stored && checkedAt ? { ...stored.lineage, checkedAt: checkedAt.toISOString() } : undefined;
}

/**
 * Judges a tracked image and stores the result. What it learns may be evidence for the image itself, which is then
 * judged again, and for others, which are scanned. Nothing is stored about an untracked image.
 */
async function judgeTracked(
  context: CheckImageContext,
  { id, reference, checkedAt }: TrackedImage,
  judge: () => Promise<Judgement>,
  look: number,
): Promise<Judgement> {
  let judgement = await judge();
  const affected = new Map<string, Affected>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    await context.documents.written();
    const newNames = checkedAt === null ? [reference] : [];
    for (const each of await keepLayerEvidence(context, judgement.stacks, newNames))
      affected.set(each.id, each);
    if (!(await isAnsweredAnew(context, judgement.questions))) break;
    judgement = await judge();
  }
  await takeBackImages(context, [id]);
  await storeJudgements(context, [{ id, judgement, look }]);
  affected.delete(id);
  if (affected.size > 0) await beginScan(context, [...affected.values()]);
  return judgement;
}

async function lineageAt(context: WithDatabase & WithClock, name: string, at: Date): Promise<Lineage> {
  pastMoment(context, at, 'at');
  const image = await findImage(context.db, name, at);
  if (image === undefined) throw new NotFoundError(`${name} was not tracked at ${at.toISOString()}.`);
  const then = await readVerdict(context.db, image.id, at);
  if (then !== undefined) return then.lineage;
  throw new NotFoundError(`No scan had checked ${name} by ${at.toISOString()}.`);
}
