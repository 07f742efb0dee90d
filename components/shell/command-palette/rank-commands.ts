import { fuzzyMatch, type Match } from './fuzzy.ts';

/** What a command is compared by. */
export interface Rankable {
  readonly id: string;
  /** What is shown and highlighted. */
  readonly words: string;
  /** What else finds it. */
  readonly also?: string;
  /** True for tracking what was typed: it is offered, but never chosen by Enter alone. */
  readonly isTracking?: boolean;
  /** True for a result of the server, which may know a likeness that is not in the words. */
  readonly isFound?: boolean;
}

/** A command that matches, with what to highlight. */
export type Ranked<T> = T & { readonly ranges: Match['ranges'] };

/** What was used lately counts this much more, the latest most. */
const RECENT_SCORE = 15;

/**
 * The commands that match a text, the best first. Without a text, what was used lately comes first and the rest keeps
 * its order. Tracking comes last.
 */
export function rankCommands<T extends Rankable>(
  commands: readonly T[],
  text: string,
  recent: readonly string[],
): Ranked<T>[] {
  const scored = commands.flatMap((command, index) => {
    const match = command.isTracking ? { score: -1, ranges: [] } : matchOf(command, text);
    if (match === undefined) return [];
    const age = recent.indexOf(command.id);
    const bonus = age < 0 ? 0 : RECENT_SCORE - age;
    return [{ command, index, ranges: match.ranges, score: (text === '' ? 0 : match.score) + bonus }];
  });
  return scored
    .sort(
      (one, other) =>
        Number(one.command.isTracking ?? false) - Number(other.command.isTracking ?? false) ||
        other.score - one.score ||
        one.index - other.index,
    )
    .map(({ command, ranges }) => ({ ...command, ranges }));
}

function matchOf({ words, also, isFound }: Rankable, text: string): Match | undefined {
  const match = fuzzyMatch(text, words);
  if (match !== undefined) return match;
  const other = also === undefined ? undefined : fuzzyMatch(text, `${words} ${also}`);
  if (other !== undefined) return { score: other.score - 50, ranges: [] };
  return isFound ? { score: 0, ranges: [] } : undefined;
}

/** The row that Enter runs before a key moved: the first, unless that would track what was typed; then none. */
export function firstChoice(commands: readonly Rankable[]): number {
  return commands[0] === undefined || commands[0].isTracking ? -1 : 0;
}

/** The row an arrow key moves to, around the ends; undefined for other keys and for an empty list. Row -1 is none. */
export function rowAfterKey(key: string, row: number, rows: number): number | undefined {
  if (rows === 0) return undefined;
  if (key === 'ArrowDown') return row + 1 >= rows ? 0 : row + 1;
  if (key === 'ArrowUp') return row <= 0 ? rows - 1 : row - 1;
  return undefined;
}
