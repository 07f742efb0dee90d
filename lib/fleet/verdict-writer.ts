import type { Judgement } from '#lib/judging/judge-image.ts';
import type { ScanSubject } from '#lib/store/images.ts';
import { confirmVerdicts, writeVerdicts } from '#lib/store/verdicts.ts';
import type { FleetContext } from './context.ts';
import { isAnsweredAnew, keepLayerEvidence } from './layer-evidence.ts';
import { toStored } from './stored-judgement.ts';

/** Finished images wait this long for others, to be written together. */
const FLUSH_MS = 40;

/** A judgement of a tracked image. */
export interface Judged {
  readonly subject: ScanSubject;
  readonly judgement: Judgement;
}

/** Images to be judged again. */
export interface Outdated {
  /** Their judgements were outdated before they were stored. */
  readonly unwritten: readonly ScanSubject[];
  /** Their stored verdicts may be outdated. */
  readonly ids: readonly string[];
}

/** Gathers what is finished within a moment and writes it together; knows whose verdicts it made outdated. */
export class VerdictWriter {
  readonly #context: FleetContext;
  readonly #outdated = new Set<string>();
  readonly #unwritten = new Map<string, ScanSubject>();
  /** Each image is left unwritten once at most, so that every image has a verdict in the end. */
  readonly #leftOut = new Set<string>();
  #judged: Judged[] = [];
  #confirmed: string[] = [];
  #flush: Promise<void> | undefined;

  constructor(context: FleetContext) {
    this.#context = context;
  }

  /** Stores a judgement, unless what was learnt meanwhile makes another one of it: see {@link takeOutdated}. */
  write(judged: Judged): Promise<void> {
    this.#judged.push(judged);
    return this.#soon();
  }

  /** Says of an image that its verdict holds. */
  confirm(id: string): Promise<void> {
    this.#confirmed.push(id);
    return this.#soon();
  }

  /** What has to be judged again for what was learnt since this was last asked. */
  takeOutdated(): Outdated {
    const outdated = { unwritten: [...this.#unwritten.values()], ids: [...this.#outdated] };
    this.#unwritten.clear();
    this.#outdated.clear();
    return outdated;
  }

  #soon(): Promise<void> {
    this.#flush ??= new Promise((resolve) => setTimeout(resolve, FLUSH_MS)).then(() => {
      const [judged, confirmed] = [this.#judged, this.#confirmed];
      [this.#judged, this.#confirmed, this.#flush] = [[], [], undefined];
      return this.#store(judged, confirmed);
    });
    return this.#flush;
  }

  async #store(judged: readonly Judged[], confirmed: readonly string[]): Promise<void> {
    const { db, clock, events, documents, queue } = this.#context;
    const at = clock();
    await documents.written();
    const stacks = judged.flatMap(({ judgement }) => judgement.stacks);
    const newNames = judged.flatMap(({ subject }) => (subject.isNew ? [subject.reference] : []));
    const affected = await keepLayerEvidence(this.#context, stacks, newNames);
    const writable = await this.#leaveOutOutdated(judged);
    const changed = await writeVerdicts(
      db,
      await toStored(
        db,
        writable.map(({ subject: { id }, judgement }) => ({ id, judgement })),
        at,
      ),
    );
    await confirmVerdicts(db, confirmed, at);
    for (const { id } of affected) this.#outdated.add(id);
    // Once more after their questions are stored: whoever learns something from now on finds them by those.
    for (const { subject } of await this.#answeredAnew(writable)) this.#outdated.add(subject.id);
    await events.publish(changed.map((change) => ({ type: 'verdict', ...change, at: at.toISOString() })));
    if (changed.length > 0) await queue.notices();
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

  /** Those whose questions about known images have other answers now, by what was learnt here or in another process. */
  async #answeredAnew(judged: readonly Judged[]): Promise<Judged[]> {
    const checked = await Promise.all(
      judged.map(async (each) =>
        (await isAnsweredAnew(this.#context, each.judgement.questions)) ? [each] : [],
      ),
    );
    return checked.flat();
  }
}
