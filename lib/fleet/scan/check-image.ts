import { type Judgement, judgeImage } from '#lib/judging/judge-image.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { findImage, type TrackedImage } from '#lib/store/images/tracked-images.ts';
import { readVerdict, writeVerdicts } from '#lib/store/scans/verdicts.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';
import { pastMoment } from '../requested-time.ts';
import { noted } from '../services/tag-cache.ts';
import type { CheckContext } from './check-context.ts';
import { type Affected, isAnsweredAnew, keepLayerEvidence } from './layer-evidence.ts';
import type { ScanContext } from './scan-images.ts';
import { beginScan } from './scan-images.ts';
import { takeBackImages } from './set-aside-image.ts';
import { toStored } from './stored-judgement.ts';

/** One more round usually answers an image's questions from its own chain; after these, it ends with what is known. */
const MAX_ROUNDS = 4;

export interface ResolveRequest {
  /** As a person writes it. */
  readonly reference: string;
  /** Look at it now even where a verdict is there. */
  readonly refresh: boolean;
  /** As it was known then. */
  readonly at: Date | undefined;
  /** Runs the check if registries have to be contacted, or throws to refuse it. */
  readonly admitLook?: <T>(look: () => Promise<T>) => Promise<T>;
}

/**
 * One image's chain: the stored verdict of a tracked one, else resolved now. A look that is made on purpose is
 * thorough: it asks again for what was absent, and for newer tags. Throws `ReferenceSyntaxError`, the
 * `RegistryError` that kept the image itself from being looked at, `TimeRequestError`, and {@link NotFoundError} for
 * a time at which nothing was known.
 */
export async function checkImage(
  context: CheckContext & ScanContext,
  request: ResolveRequest,
): Promise<Lineage> {
  const reference = parseReference(request.reference);
  const name = formatReference(reference);
  if (request.at !== undefined) return lineageAt(context, name, request.at);
  const tracked = await findImage(context.db, name);
  const stored = tracked && !request.refresh ? await readVerdict(context.db, tracked.id) : undefined;
  if (stored && tracked?.checkedAt) return { ...stored.lineage, checkedAt: tracked.checkedAt.toISOString() };

  const board = noted(context.tagBoards.fresh());
  const admitLook = request.admitLook ?? ((look) => look());
  const documents = tracked ? context.documents : context.documents.passing();
  const judgement = await admitLook(() => {
    const options = { thorough: true, wantNewerTags: request.refresh };
    const judge = () => judgeImage({ ...context, documents }, reference, board, options);
    return tracked ? judgeTracked(context, tracked, judge, board.oldest) : judge();
  });
  await context.documents.written();
  if (judgement.error !== undefined) throw judgement.error;
  return judgement.lineage;
}

/**
 * Judges a tracked image and stores the result. What it learns may be evidence for the image itself, which is then
 * judged again, and for others, which are scanned. Nothing is stored about an untracked image.
 */
async function judgeTracked(
  context: CheckContext & ScanContext,
  { id, reference, checkedAt }: TrackedImage,
  judge: () => Promise<Judgement>,
  oldestLook: () => Promise<number>,
): Promise<Judgement> {
  const { db, clock, documents, events } = context;
  let judgement = await judge();
  const affected = new Map<string, Affected>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    await documents.written();
    const newNames = checkedAt === null ? [reference] : [];
    for (const each of await keepLayerEvidence(context, judgement.stacks, newNames))
      affected.set(each.id, each);
    if (!(await isAnsweredAnew(context, judgement.questions))) break;
    judgement = await judge();
  }
  await takeBackImages(context, [id]);
  const at = clock();
  const changed = await writeVerdicts(
    db,
    await toStored(db, [{ id, judgement, look: await oldestLook() }], at),
  );
  await events.publish(changed.map((change) => ({ type: 'verdict', ...change, at: at.toISOString() })));
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
  throw new NotFoundError(`No scan had looked at ${name} by ${at.toISOString()}.`);
}
