import { setTimeout as sleep } from 'node:timers/promises';
import type { Judgement } from '#lib/judging/judge-image.ts';
import type { ScanSubject } from '#lib/store/images/tracked-images.ts';
import { confirmVerdicts } from '#lib/store/scans/verdicts.ts';
import { updateRunning } from '../running/update-running.ts';
import type { VerdictContext } from './check-context.ts';
import type { ChunkTally } from './chunk-tally.ts';
import { updateOwners } from './image-owners.ts';
import { isAnsweredAnew, keepLayerEvidence } from './layer-evidence.ts';
import { storeJudgements } from './store-verdicts.ts';

/** Finished images wait this long for others, to be written together. */
export const FLUSH_MS = 40;

/** A judgement of a tracked image. */
export interface Judged {
  readonly subject: ScanSubject;
  readonly judgement: Judgement;
  /** The number of its oldest check. */
  readonly look: number;
  /** When its own tag was requested, if that was not for this; `undefined` for now. */
  readonly checkedAt: Date | undefined;
}

/** An image whose verdict still holds. */
type Confirmed = Omit<Judged, 'judgement'>;

/** Images to be judged again. */
export interface Outdated {
  /** Their judgements were outdated before they were stored. */
  readonly unwritten: readonly ScanSubject[];
  /** Their stored verdicts may be outdated. */
  readonly ids: readonly string[];
}

/** Collects judgements for a moment and writes them together; knows which verdicts they made outdated. */
export class VerdictWriter {
  readonly #context: VerdictContext;
  readonly #waitMs: number;
  readonly #tally: Pick<ChunkTally, 'stored'>;
  readonly #outdated = new Set<string>();
  readonly #unwritten = new Map<string, ScanSubject>();
  /** Each image is skipped once at most, so every image gets a verdict in the end. */
  readonly #leftOut = new Set<string>();
  #judged: Judged[] = [];
  #confirmed: Confirmed[] = [];
  #flush: Promise<void> | undefined;

  /** `tally` counts what is stored. */
  constructor(context: VerdictContext, waitMs: number, tally: Pick<ChunkTally, 'stored'>) {
    this.#context = context;
    this.#waitMs = waitMs;
    this.#tally = tally;
  }

  /** Stores a judgement, unless it is outdated by what was learnt meanwhile: see {@link takeOutdated}. */
  write(judged: Judged): Promise<void> {
    this.#judged.push(judged);
    return this.#soon();
  }

  /**
   * Records that a verdict still holds. If the image has another verdict by now, it is to be judged again:
   * see {@link takeOutdated}.
   */
  confirm(confirmed: Confirmed): Promise<void> {
    this.#confirmed.push(confirmed);
    return this.#soon();
  }

  /** The images to judge again because of what was learnt since the last call. */
  takeOutdated(): Outdated {
    const outdated = { unwritten: [...this.#unwritten.values()], ids: [...this.#outdated] };
    this.#unwritten.clear();
    this.#outdated.clear();
    return outdated;
  }

  #soon(): Promise<void> {
    this.#flush ??= sleep(this.#waitMs).then(() => {
      const [judged, confirmed] = [this.#judged, this.#confirmed];
      [this.#judged, this.#confirmed, this.#flush] = [[], [], undefined];
      return this.#store(judged, confirmed);
    });
    return this.#flush;
  }

  async #store(judged: readonly Judged[], confirmed: readonly Confirmed[]): Promise<void> {
    const { db, clock, documents } = this.#context;
    const at = clock();
    await documents.written();
    const stacks = judged.flatMap(({ judgement }) => judgement.stacks);
    const newNames = judged.flatMap(({ subject }) => (subject.isNew ? [subject.reference] : []));
    const affected = await keepLayerEvidence(this.#context, stacks, newNames);
    const writable = await this.#leaveOutOutdated(judged);
    const { changed, unreachable } = await storeJudgements(
      this.#context,
      writable.map(({ subject: { id }, ...judged }) => ({ id, ...judged })),
    );
    const replaced = await confirmVerdicts(
      db,
      confirmed.map(({ subject: { id, verdictId }, look, checkedAt }) => ({
        id,
        verdictId,
        look,
        checkedAt,
      })),
      at,
    );
    for (const { subject } of confirmed)
      if (replaced.has(subject.id)) this.#unwritten.set(subject.id, subject);
    const held = confirmed.filter(({ subject }) => !replaced.has(subject.id));
    const heldIds = held.map(({ subject }) => subject.id);
    await updateOwners(this.#context, heldIds);
    await updateRunning(this.#context, { confirmed: heldIds });
    this.#tally.stored([
      ...writable.map(({ subject: { id } }) => {
        return { id, changed: changed.has(id), unreachable: unreachable.has(id) };
      }),
      ...held.map(({ subject: { id } }) => ({ id, changed: false, unreachable: false })),
    ]);
    for (const { id } of affected) this.#outdated.add(id);
    // Again, after their questions are stored: from now on, new evidence finds them by those.
    for (const { subject } of await this.#answeredAnew(writable)) this.#outdated.add(subject.id);
  }

  async #leaveOutOutdated(judged: readonly Judged[]): Promise<Judged[]> {
    const answered = new Set(
      (await this.#answeredAnew(judged)).filter(({ subject }) => !this.#leftOut.has(subject.id)),
    );
    for (const { subject } of answered) {
      this.#leftOut.add(subject.id);
      this.#unwritten.set(subject.id, subject);
    }
    return judged.filter((each) => !answered.has(each));
  }

  /** Those whose questions about known images have different answers now, because of this process or another. */
  async #answeredAnew(judged: readonly Judged[]): Promise<Judged[]> {
    const checked = await Promise.all(
      judged.map(async (each) =>
        (await isAnsweredAnew(this.#context, each.judgement.questions)) ? [each] : [],
      ),
    );
    return checked.flat();
  }
}
