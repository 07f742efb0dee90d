import type { ImageView } from '#lib/api/contract/images/images.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { runningWords } from '#lib/lineage/words/running-words.ts';

type Placed = Pick<ImageView, 'running' | 'sources'>;

/** Words for a cell, and the whole of them for its tooltip. */
interface CellWords {
  readonly short: string;
  readonly long: string;
}

/** What runs of an image: "12 pods · 1 cannot pull · 3 on another build"; null for nothing. */
export function runningCell({ running }: Pick<Placed, 'running'>): CellWords | null {
  if (running === null) return null;
  const { pods, outdated, cannotPull } = running;
  const among = (count: number, word: string) => (count === 0 ? [] : `${count.toLocaleString('en')} ${word}`);
  const short = [counted(pods, 'pod'), among(cannotPull, 'cannot pull'), among(outdated, 'on another build')];
  return { short: short.flat().join(' · '), long: runningWords(running) };
}

/** The sources that mention an image: "Production +2"; null for none. */
export function sourceWords({ sources }: Placed): CellWords | null {
  const [first, ...others] = sources.map(({ name }) => name);
  if (first === undefined) return null;
  const more = others.length === 0 ? '' : ` +${others.length}`;
  return { short: `${first}${more}`, long: [first, ...others].join(', ') };
}

/** Whether sources say anything of an image. */
export function isPlaced({ running, sources }: Placed): boolean {
  return running !== null || sources.length > 0;
}
