import { declaredInput, declaredInputKey, isDeclaredInput } from '#lib/judging/declared-bases.ts';
import { type Judgement, judgeImage } from '#lib/judging/judge-image.ts';
import { answerInput, parseLayersInput } from '#lib/judging/layers-input.ts';
import type { TagBoard } from '#lib/judging/sources.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { readScanSubjects, type ScanSubject } from '#lib/store/images.ts';
import { readSetAside } from '#lib/store/interrupted-jobs.ts';
import { writeLayerStacks } from '#lib/store/layer-stacks.ts';
import { countChunk, readScan } from '#lib/store/scans.ts';
import { confirmVerdicts, writeVerdicts } from '#lib/store/verdicts.ts';
import type { FleetContext, ScanJob } from './context.ts';
import { retryInterrupted } from './interrupted.ts';
import { oneAtATime } from './one-by-one.ts';
import { imageKey, setAsideImage } from './set-aside-image.ts';
import { toStored } from './stored-judgement.ts';
import { noted } from './tag-board.ts';

/** Finished images wait this long for others, to be written together. */
const FLUSH_MS = 40;

/**
 * Checks a job's images: where every tag that a verdict stands on is as it was, the verdict holds; else the
 * image is judged anew. Verdicts are written as they come, so that one slow base holds up only its own images.
 * Running twice is harmless: verdicts are replaced by newer ones alone, and the chunk is counted once. A job that was
 * `interrupted` by the death of its process checks what it has left one by one, so that an image that ends the process
 * is found and set aside. What was set aside is counted as failed.
 */
export async function scanChunk(context: FleetContext, job: ScanJob, interrupted = false): Promise<void> {
  const scan = await readScan(context.db, job.scanId);
  if (scan === undefined) return;
  const board = context.tagBoards.of(job.scanId, scan.look);
  const aside = await readSetAside(context.db, job.imageIds.map(imageKey));
  const subjects = await readScanSubjects(context.db, job.imageIds);
  const left = subjects.filter(({ id }) => !aside.has(imageKey(id)));
  const writer = new VerdictWriter(context, interrupted ? 0 : FLUSH_MS);
  const check = async (subject: ScanSubject): Promise<void> => {
    const own = noted(board);
    if (await stillHolds(context, subject, own)) return writer.confirm(subject.id, await own.oldest());
    const judgement = await judgeImage(context, parseReference(subject.reference), own);
    return writer.write(subject.id, judgement, await own.oldest());
  };
  const outcomes = interrupted
    ? await checkOneByOne(context, left, scan.look, check)
    : await Promise.allSettled(left.map(check));
  const bugs = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  for (const err of bugs) context.log.error({ err, scanId: job.scanId }, 'an image could not be judged');
  const failed = bugs.length + subjects.length - left.length;
  const counts = { done: job.imageIds.length - failed, failed };
  const progress = await countChunk(context.db, job.scanId, job.chunk, counts, context.clock());
  if (progress === undefined) return;
  const { id, total, done } = progress;
  await context.events.publish([{ type: 'scan', id, total, done, failed: progress.failed }]);
}

/** Checks what was not checked since a scan began, one image at a time in this process, noting each beforehand. */
async function checkOneByOne(
  context: FleetContext,
  subjects: readonly ScanSubject[],
  since: number,
  check: (subject: ScanSubject) => Promise<void>,
): Promise<PromiseSettledResult<void>[]> {
  const outcomes: PromiseSettledResult<void>[] = [];
  for (const subject of subjects.filter(({ look }) => look <= since)) {
    const retried = {
      run: () => check(subject),
      setAside: () => setAsideImage(context, subject, since),
    };
    const [outcome] = await Promise.allSettled([
      oneAtATime(() => retryInterrupted(context, { key: imageKey(subject.id), deaths: 1 }, retried)),
    ]);
    outcomes.push(outcome);
  }
  return outcomes;
}

/** True where every tag the verdict stands on resolves to what it did, at one look each, and no other image is known beneath. */
async function stillHolds(
  { knownImages, declaredBase }: FleetContext,
  { inputs }: ScanSubject,
  board: TagBoard,
): Promise<boolean> {
  if (inputs === null || Object.keys(inputs).length === 0) return false;
  const same = await Promise.all(
    Object.entries(inputs).map(async ([input, value]) => {
      const diffIds = parseLayersInput(input);
      if (diffIds !== undefined) return answerInput(await knownImages.beneath(diffIds)) === value;
      if (isDeclaredInput(input)) return true;
      // A declaration that is new, another one, or gone makes another verdict though no tag moved.
      if ((inputs[declaredInputKey(input)] ?? null) !== declaredInput(declaredBase, input)) return false;
      const { fact } = await board.look(parseReference(input));
      if (fact.state === 'unknown') return false;
      return (fact.state === 'resolved' ? fact.digest : null) === value;
    }),
  );
  return same.every(Boolean);
}

/** A judgement of an image, with the number of its oldest look. */
interface Judged {
  readonly id: string;
  readonly judgement: Judgement;
  readonly look: number;
}

/** Gathers what is finished within a moment and writes it together. */
class VerdictWriter {
  readonly #context: FleetContext;
  readonly #waitMs: number;
  #judged: Judged[] = [];
  #confirmed: { id: string; look: number }[] = [];
  #flush: Promise<void> | undefined;

  constructor(context: FleetContext, waitMs: number) {
    this.#context = context;
    this.#waitMs = waitMs;
  }

  write(id: string, judgement: Judgement, look: number): Promise<void> {
    this.#judged.push({ id, judgement, look });
    return this.#soon();
  }

  confirm(id: string, look: number): Promise<void> {
    this.#confirmed.push({ id, look });
    return this.#soon();
  }

  #soon(): Promise<void> {
    this.#flush ??= new Promise((resolve) => setTimeout(resolve, this.#waitMs)).then(() => {
      const [judged, confirmed] = [this.#judged, this.#confirmed];
      [this.#judged, this.#confirmed, this.#flush] = [[], [], undefined];
      return this.#store(judged, confirmed);
    });
    return this.#flush;
  }

  async #store(judged: Judged[], confirmed: { id: string; look: number }[]): Promise<void> {
    const { db, clock, events, documents, queue } = this.#context;
    const at = clock();
    await documents.written();
    await writeLayerStacks(
      db,
      judged.flatMap(({ judgement }) => judgement.stacks),
    );
    const changed = await writeVerdicts(
      db,
      judged.map(({ id, judgement, look }) => toStored(id, judgement, at, look)),
    );
    await confirmVerdicts(db, confirmed, at);
    await events.publish(changed.map((change) => ({ type: 'verdict', ...change, at: at.toISOString() })));
    if (changed.length > 0) await queue.notices();
  }
}
