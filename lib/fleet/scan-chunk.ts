import { declaredInput, declaredInputKey, isDeclaredInput } from '#lib/judging/declared-bases.ts';
import { type Judgement, judgeImage } from '#lib/judging/judge-image.ts';
import { answerInput, parseLayersInput } from '#lib/judging/layers-input.ts';
import type { TagBoard } from '#lib/judging/sources.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createSlots } from '#lib/registry/slots.ts';
import { readScanSubjects, type ScanSubject } from '#lib/store/images.ts';
import { writeLayerStacks } from '#lib/store/layer-stacks.ts';
import { countChunk, readScan } from '#lib/store/scans.ts';
import { confirmVerdicts, writeVerdicts } from '#lib/store/verdicts.ts';
import type { FleetContext, ScanJob } from './context.ts';
import { toStored } from './stored-judgement.ts';

/** Finished images wait this long for others, to be written together. */
const FLUSH_MS = 40;

/**
 * Images of one registry that are judged anew at a time in this process: what they hold until they are judged is
 * bounded by their number, and the client asks few things of one host at a time anyway.
 */
const JUDGED_AT_ONCE = 32;
const judging = createSlots(JUDGED_AT_ONCE);

/**
 * Looks at a job's images: where every tag that a verdict stands on is as it was, the verdict holds; else the
 * image is judged anew. Verdicts are written as they come, so that one slow base holds up only its own images.
 * Running twice is harmless: verdicts are replaced by newer ones alone, and the chunk is counted once.
 */
export async function scanChunk(context: FleetContext, job: ScanJob): Promise<void> {
  const scan = await readScan(context.db, job.scanId);
  if (scan === undefined) return;
  const board = context.tagBoards.of(job.scanId, scan.startedAt);
  const subjects = await readScanSubjects(context.db, job.imageIds);
  const writer = new VerdictWriter(context);
  const outcomes = await Promise.allSettled(
    subjects.map(async (subject) => {
      if (await stillHolds(context, subject, board)) return writer.confirm(subject.id);
      const leave = await judging.take(job.registry, undefined);
      const reference = parseReference(subject.reference);
      const judgement = await judgeImage(context, reference, board).finally(leave);
      return writer.write(subject.id, judgement);
    }),
  );
  const bugs = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  for (const err of bugs) context.log.error({ err, scanId: job.scanId }, 'an image could not be judged');
  const failed = bugs.length;
  const counts = { done: job.imageIds.length - failed, failed };
  const progress = await countChunk(context.db, job.scanId, job.chunk, counts, context.clock());
  if (progress === undefined) return;
  const { id, total, done } = progress;
  await context.events.publish([{ type: 'scan', id, total, done, failed: progress.failed }]);
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

/** Gathers what is finished within a moment and writes it together. */
class VerdictWriter {
  readonly #context: FleetContext;
  #judged: { id: string; judgement: Judgement }[] = [];
  #confirmed: string[] = [];
  #flush: Promise<void> | undefined;

  constructor(context: FleetContext) {
    this.#context = context;
  }

  write(id: string, judgement: Judgement): Promise<void> {
    this.#judged.push({ id, judgement });
    return this.#soon();
  }

  confirm(id: string): Promise<void> {
    this.#confirmed.push(id);
    return this.#soon();
  }

  #soon(): Promise<void> {
    this.#flush ??= new Promise((resolve) => setTimeout(resolve, FLUSH_MS)).then(() => {
      const [judged, confirmed] = [this.#judged, this.#confirmed];
      [this.#judged, this.#confirmed, this.#flush] = [[], [], undefined];
      return this.#store(judged, confirmed);
    });
    return this.#flush;
  }

  async #store(judged: { id: string; judgement: Judgement }[], confirmed: string[]): Promise<void> {
    const { db, clock, events, documents, queue } = this.#context;
    const at = clock();
    await documents.written();
    await writeLayerStacks(
      db,
      judged.flatMap(({ judgement }) => judgement.stacks),
    );
    const changed = await writeVerdicts(
      db,
      judged.map(({ id, judgement }) => toStored(id, judgement, at)),
    );
    await confirmVerdicts(db, confirmed, at);
    await events.publish(changed.map((change) => ({ type: 'verdict', ...change, at: at.toISOString() })));
    if (changed.length > 0) await queue.notices();
  }
}
