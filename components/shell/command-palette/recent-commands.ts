import { z } from 'zod';

const KEY = 'baseboard.recent';
/** The most commands that a browser remembers. */
const MOST = 8;

/** A command that was used: enough to offer it again before anything is fetched. */
const recentCommand = z.object({
  id: z.string().max(2000),
  group: z.string().max(40),
  words: z.string().max(2000),
  /** Null for an action, which is offered only where its page has it. */
  href: z
    .string()
    .max(4000)
    .regex(/^\/(?!\/)/)
    .nullable(),
});
export type RecentCommand = z.infer<typeof recentCommand>;

/** Reads what a browser remembers; anything else than a list of commands is nothing. */
export function parseRecent(text: string | null): readonly RecentCommand[] {
  if (text === null) return [];
  try {
    return z.array(recentCommand).catch([]).parse(JSON.parse(text)).slice(0, MOST);
  } catch {
    return [];
  }
}

/** The list after a command was used: the latest first, each once. */
export function recentAfter(before: readonly RecentCommand[], used: RecentCommand): readonly RecentCommand[] {
  return [used, ...before.filter(({ id }) => id !== used.id)].slice(0, MOST);
}

/** The commands that this browser's user used lately, the latest first; none if the browser keeps nothing. */
export function recentCommands(): readonly RecentCommand[] {
  try {
    return parseRecent(window.localStorage.getItem(KEY));
  } catch {
    return [];
  }
}

/** Remembers a command. */
export function rememberCommand(used: RecentCommand): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(recentAfter(recentCommands(), used)));
  } catch {
    // Storage is full or forbidden.
  }
}
