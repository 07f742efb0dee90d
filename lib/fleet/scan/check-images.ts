import { answerInput, parseLayersInput } from '#lib/judging/facts/layers-input.ts';
import { judgeImage } from '#lib/judging/judge-image.ts';
import { declaredAnswer, parseDeclaredInput } from '#lib/judging/operator-bases/declared-bases.ts';
import type { JudgeSources, TagCache } from '#lib/judging/sources/sources.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createSlots } from '#lib/registry/transport/limits/concurrency-slots.ts';
import { readScanSubjects, type ScanSubject } from '#lib/store/images/tracked-images.ts';
import { nextCheckNumbers } from '#lib/store/scans/check-numbers.ts';
import { readSetAside } from '#lib/store/service/interrupted-jobs.ts';
import type { WithLog } from '../capabilities.ts';
import { type NumberedTagCache, recordingTagCache } from '../services/tag-cache.ts';
import type { CheckContext } from './check-context.ts';
import type { ChunkTally } from './chunk-tally.ts';
import { isAnsweredAnew, questionsOf } from './layer-evidence.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { retryInterrupted } from './retry-interrupted.ts';
import { imageKey, setAsideImage } from './set-aside-image.ts';
import { FLUSH_MS, type Judged, VerdictWriter } from './verdict-writer.ts';

/** Images that are judged again at a time. */
const AGAIN = 500;
/** What is learnt about one image may be evidence for the next; no chain is longer than this. */
const MAX_ROUNDS = 16;

/**
 * Images of one registry that this process judges at a time. Each holds its documents until it is judged, and the client
 * sends only a few requests to one host at a time anyway. What is beyond can still be left out when a scan is cancelled.
 */
const JUDGED_AT_ONCE = 32;
const judging = createSlots(JUDGED_AT_ONCE);
/** Images of one job whose tags are resolved at a time: enough to keep every connection busy. */
const RESOLVED_AT_ONCE = 256;

/** How images are checked. */
export interface CheckRun {
  /** What their tags resolve to. */
  readonly tags: NumberedTagCache;
  /** The check number of what they are checked for: an interrupted run leaves out images that were checked after it. */
  readonly look: number;
  /** A process died during it: images are checked one by one, so that one that ends the process is found. */
  readonly interrupted: boolean;
  readonly tally: Pick<ChunkTally, 'checked' | 'stored' | 'failed' | 'skipped'>;
  /** True once what has not begun is to be left out. */
  readonly isCancelled: () => boolean;
}

/**
 * Checks images: if everything that a verdict depends on is unchanged, the verdict holds; otherwise the image is judged
 * again. Verdicts are written as they come, so one slow base delays only its own images. Any image whose verdict changes
 * because of what was learnt, among these or not, is judged again before this ends. Running twice is harmless: only
 * newer verdicts replace older ones.
 */
export async function checkImages(
  context: CheckContext,
  imageIds: readonly string[],
  run: CheckRun,
): Promise<void> {
  const { tags, interrupted, tally, isCancelled } = run;
  // Before the declarations are read: what is judged by an older declaration must not count as newer than what is judged
  // by a later one, even if both use the same check of a tag.
  const [most = 0] = await nextCheckNumbers(context.db, 1);
  // The event of a declaration may not have arrived yet.
  await context.declaredBases.refresh();
  const aside = await readSetAside(context.db, imageIds.map(imageKey));
  const subjects = await readScanSubjects(context.db, imageIds);
  const left = subjects.filter(({ id }) => !aside.has(imageKey(id)));
  for (const { id } of subjects) if (aside.has(imageKey(id))) tally.failed(id);
  const writer = new VerdictWriter(context, interrupted ? 0 : FLUSH_MS, tally);
  const resolving = createSlots(RESOLVED_AT_ONCE);
  const judge = async (subject: ScanSubject, by = tags, number = most): Promise<Judged> => {
    const reference = parseReference(subject.reference);
    const leave = await judging.take(reference.registry, undefined);
    return judgeSubject(context, subject, by, number).finally(leave);
  };
  // Work that has its slot, unless the scan was cancelled while it waited for it.
  const unlessCancelled = async <T>(leave: () => void, work: () => Promise<T>): Promise<T | undefined> =>
    (isCancelled() ? Promise.resolve(undefined) : work()).finally(leave);
  const waiting: Judged[] = [];
  const check = async (subject: ScanSubject): Promise<void> => {
    const own = recordingTagCache(tags);
    const holds = await unlessCancelled(await resolving.take('', undefined), () =>
      stillHolds(context, subject, own),
    );
    const reference = parseReference(subject.reference);
    if (holds === true) {
      const look = Math.min(await own.oldest(), most);
      return writer.confirm({ subject, look, checkedAt: own.reusedFrom(reference) });
    }
    const judged = await unlessCancelled(await judging.take(reference.registry, undefined), () =>
      judgeSubject(context, subject, tags, most),
    );
    if (judged === undefined) return tally.skipped(subject.id);
    tally.checked(subject.id);
    // Write a new image that may be found by other images' layers after those, so its first verdict is the final one.
    if (subject.isNew && judged.judgement.questions.length > 0) return void waiting.push(judged);
    return writer.write(judged);
  };
  if (interrupted) await checkOneByOne(context, left, run, check);
  else await forAll(context, left, check, ({ id }) => tally.failed(id));
  await Promise.all(waiting.map((judged) => writer.write(judged)));
  await judgeAgain(context, writer, async (subject) => {
    const judged = await judge(subject);
    // Another scan has checked it since this cache did: judge with current facts.
    if (judged.look >= subject.look) return writer.write(judged);
    const [now = most] = await nextCheckNumbers(context.db, 1);
    await context.declaredBases.refresh();
    return writer.write(await judge(subject, context.tagCaches.fresh(), now));
  });
}

/** Judges an image. Its number is that of its oldest check, `most` at most. */
async function judgeSubject(
  context: CheckContext,
  subject: ScanSubject,
  tags: NumberedTagCache,
  most: number,
): Promise<Judged> {
  const own = recordingTagCache(tags);
  const reference = parseReference(subject.reference);
  const judgement = await judgeImage(context, reference, own);
  const look = Math.min(await own.oldest(), most);
  return { subject, judgement, look, checkedAt: own.reusedFrom(reference) };
}

/** Checks what was not checked since a run began, one image at a time in this process, noting each beforehand. */
async function checkOneByOne(
  context: CheckContext,
  subjects: readonly ScanSubject[],
  { look: since, tally }: Pick<CheckRun, 'look' | 'tally'>,
  check: (subject: ScanSubject) => Promise<void>,
): Promise<void> {
  for (const subject of subjects) {
    if (subject.look > since) {
      tally.stored([{ id: subject.id, changed: false, unreachable: false }]);
      continue;
    }
    const retried = {
      run: () => check(subject),
      setAside: () => setAsideImage(context, subject, since),
    };
    const retry = () => retryInterrupted(context, { key: imageKey(subject.id), deaths: 1 }, retried);
    await forAll(
      context,
      [subject],
      () => oneAtATime(retry),
      ({ id }) => tally.failed(id),
    );
  }
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

/** Runs a task for each of these images in parallel; logs those that fail, and goes on. */
async function forAll(
  { log }: WithLog,
  subjects: readonly ScanSubject[],
  act: (subject: ScanSubject) => Promise<void>,
  onFailure: (subject: ScanSubject) => void = () => undefined,
): Promise<void> {
  const each = async (subject: ScanSubject) => {
    try {
      await act(subject);
    } catch (err) {
      log.error({ err, image: subject.reference }, 'an image could not be judged');
      onFailure(subject);
    }
  };
  await Promise.all(subjects.map(each));
}

/**
 * True if every tag of the verdict's inputs still resolves to the same digest, the same bases are declared, and no other
 * image is known below.
 */
async function stillHolds(
  { knownImages, declaredBase }: Pick<JudgeSources, 'knownImages' | 'declaredBase'>,
  { inputs }: ScanSubject,
  tags: TagCache,
): Promise<boolean> {
  const all = Object.entries(inputs ?? {});
  const declared = all.filter(([input]) => parseDeclaredInput(input) !== undefined);
  // Without answers about declared bases, an earlier version stored them. With nothing else, there is nothing to compare.
  if (declared.length === 0 || declared.length === all.length) return false;
  const same = await Promise.all(
    all.map(async ([input, value]) => {
      const diffIds = parseLayersInput(input);
      if (diffIds !== undefined) return answerInput(await knownImages.possibleBases(diffIds)) === value;
      const about = parseDeclaredInput(input);
      if (about !== undefined) return declaredAnswer(declaredBase(about)) === value;
      const { fact } = await tags.check(parseReference(input));
      if (fact.state === 'unknown') return false;
      return (fact.state === 'resolved' ? fact.digest : null) === value;
    }),
  );
  return same.every(Boolean);
}
