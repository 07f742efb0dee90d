import { answerInput, parseLayersInput } from '#lib/judging/facts/layers-input.ts';
import { judgeImage } from '#lib/judging/judge-image.ts';
import {
  declaredInput,
  declaredInputKey,
  isDeclaredInput,
} from '#lib/judging/operator-bases/declared-bases.ts';
import type { JudgeSources, TagCache } from '#lib/judging/sources/sources.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createSlots } from '#lib/registry/transport/limits/concurrency-slots.ts';
import { readScanSubjects, type ScanSubject } from '#lib/store/images/tracked-images.ts';
import { countChunk, readScan } from '#lib/store/scans/scans.ts';
import { readSetAside } from '#lib/store/service/interrupted-jobs.ts';
import type { WithLog } from '../capabilities.ts';
import { type NumberedTagCache, recordingTagCache } from '../services/tag-cache.ts';
import type { CheckContext } from './check-context.ts';
import { isAnsweredAnew, questionsOf } from './layer-evidence.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { retryInterrupted } from './retry-interrupted.ts';
import type { ScanJob } from './scan-queue.ts';
import { imageKey, setAsideImage } from './set-aside-image.ts';
import { FLUSH_MS, type Judged, VerdictWriter } from './verdict-writer.ts';

/** Images that are judged again at a time. */
const AGAIN = 500;
/** What is learnt about one image may be evidence for the next; no chain is longer than this. */
const MAX_ROUNDS = 16;

/**
 * Images of one registry that this process judges at a time. Each holds its documents until it is judged, and the client
 * sends only a few requests to one host at a time anyway.
 */
const JUDGED_AT_ONCE = 32;
const judging = createSlots(JUDGED_AT_ONCE);

/**
 * Checks a job's images: if every tag that a verdict depends on is unchanged, the verdict holds; otherwise the image
 * is judged again. Verdicts are written as they come, so one slow base delays only its own images. Any image whose
 * verdict changes because of what was learnt, in this job or not, is judged again before this ends. Running twice is
 * harmless: only newer verdicts replace older ones, and the chunk is counted once. A job that was `interrupted` by the
 * death of its process checks its remaining images one by one, so an image that ends the process is found and set
 * aside. Images set aside count as failed.
 */
export async function scanChunk(context: CheckContext, job: ScanJob, interrupted = false): Promise<void> {
  const scan = await readScan(context.db, job.scanId);
  if (scan === undefined) return;
  const tags = context.tagCaches.of(job.scanId, scan.look);
  const aside = await readSetAside(context.db, job.imageIds.map(imageKey));
  const subjects = await readScanSubjects(context.db, job.imageIds);
  const left = subjects.filter(({ id }) => !aside.has(imageKey(id)));
  const writer = new VerdictWriter(context, interrupted ? 0 : FLUSH_MS);
  const judge = async (subject: ScanSubject, by: NumberedTagCache = tags): Promise<Judged> => {
    const own = recordingTagCache(by);
    const reference = parseReference(subject.reference);
    const leave = await judging.take(reference.registry, undefined);
    const judgement = await judgeImage(context, reference, own).finally(leave);
    return { subject, judgement, look: await own.oldest() };
  };
  const waiting: Judged[] = [];
  const check = async (subject: ScanSubject): Promise<void> => {
    const own = recordingTagCache(tags);
    if (await stillHolds(context, subject, own)) return writer.confirm(subject.id, await own.oldest());
    const judged = await judge(subject);
    // Write a new image that may be found by other images' layers after those, so its first verdict is the final one.
    if (subject.isNew && judged.judgement.questions.length > 0) return void waiting.push(judged);
    return writer.write(judged);
  };
  const bugs = interrupted
    ? await checkOneByOne(context, left, scan.look, check)
    : await forAll(context, left, check);
  const failed = bugs + subjects.length - left.length;
  await Promise.all(waiting.map((judged) => writer.write(judged)));
  await judgeAgain(context, writer, async (subject) => {
    const judged = await judge(subject);
    // Another scan has checked it since this cache did: judge with current facts.
    const isOld = judged.look < subject.look;
    return writer.write(isOld ? await judge(subject, context.tagCaches.fresh()) : judged);
  });
  const counts = { done: job.imageIds.length - failed, failed };
  const progress = await countChunk(context.db, job.scanId, job.chunk, counts, context.clock());
  if (progress === undefined) return;
  const { id, total, done } = progress;
  await context.events.publish([{ type: 'scan', id, total, done, failed: progress.failed }]);
}

/** Checks what was not checked since a scan began, one image at a time in this process, noting each beforehand. */
async function checkOneByOne(
  context: CheckContext,
  subjects: readonly ScanSubject[],
  since: number,
  check: (subject: ScanSubject) => Promise<void>,
): Promise<number> {
  let failed = 0;
  for (const subject of subjects.filter(({ look }) => look <= since)) {
    const retried = {
      run: () => check(subject),
      setAside: () => setAsideImage(context, subject, since),
    };
    failed += await forAll(context, [subject], () =>
      oneAtATime(() => retryInterrupted(context, { key: imageKey(subject.id), deaths: 1 }, retried)),
    );
  }
  return failed;
}

/** Judges again the images whose verdicts new evidence changes, until there is no more. */
async function judgeAgain(
  context: CheckContext,
  writer: VerdictWriter,
  judge: (subject: ScanSubject) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { unwritten, ids } = writer.takeOutdated();
    if (unwritten.length + ids.length === 0) return;
    await forAll(context, unwritten, judge);
    for (let at = 0; at < ids.length; at += AGAIN) {
      const subjects = await readScanSubjects(context.db, ids.slice(at, at + AGAIN));
      await forAll(context, subjects, async (subject) => {
        const questions = questionsOf(subject);
        if (questions === null || (await isAnsweredAnew(context, questions))) await judge(subject);
      });
    }
  }
}

/** Runs a task for each of these images in parallel; returns how many failed. */
async function forAll(
  { log }: WithLog,
  subjects: readonly ScanSubject[],
  act: (subject: ScanSubject) => Promise<void>,
): Promise<number> {
  const outcomes = await Promise.allSettled(subjects.map(act));
  const bugs = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  for (const err of bugs) log.error({ err }, 'an image could not be judged');
  return bugs.length;
}

/** True if every tag of the verdict's inputs still resolves to the same digest, and no other image is known below. */
async function stillHolds(
  { knownImages, declaredBase }: Pick<JudgeSources, 'knownImages' | 'declaredBase'>,
  { inputs }: ScanSubject,
  tags: TagCache,
): Promise<boolean> {
  if (inputs === null || Object.keys(inputs).length === 0) return false;
  const same = await Promise.all(
    Object.entries(inputs).map(async ([input, value]) => {
      const diffIds = parseLayersInput(input);
      if (diffIds !== undefined) return answerInput(await knownImages.possibleBases(diffIds)) === value;
      if (isDeclaredInput(input)) return true;
      // A declaration that is new, another one, or gone makes another verdict though no tag moved.
      if ((inputs[declaredInputKey(input)] ?? null) !== declaredInput(declaredBase, input)) return false;
      const { fact } = await tags.check(parseReference(input));
      if (fact.state === 'unknown') return false;
      return (fact.state === 'resolved' ? fact.digest : null) === value;
    }),
  );
  return same.every(Boolean);
}
