/** The bands of a trend chart, bottom first: statuses with the same remedy share a band. Roots have no base to be fresh. */
export const BAND = ['broken', 'stale', 'unknown', 'pinned', 'fresh', 'root'] as const;
export type Band = (typeof BAND)[number];

/** The colours that a status can have; `lib/sharing/colors` says what they look like. */
export type Tone = 'up-to-date' | 'stale' | 'broken' | 'unknown' | 'pinned' | 'root';

/** The icons that a status can have: pages use components, pictures use SVG paths. */
export type StatusIconName =
  | 'circle-check'
  | 'clock-alert'
  | 'corner-down-right'
  | 'triangle-alert'
  | 'circle-question'
  | 'pin'
  | 'anchor'
  | 'loader';

/** The shields.io colours that badges use. */
export const SHIELDS_COLOR = ['brightgreen', 'orange', 'yellow', 'red', 'lightgrey', 'blue'] as const;
type ShieldsColor = (typeof SHIELDS_COLOR)[number];

/** How a badge is drawn on its background. */
export type BadgeFrame = 'filled' | 'framed' | 'dashed' | 'faint';

/** A status: its words, and how code lists, sorts and draws it. */
export interface StatusEntry {
  /** Its name, the same everywhere. */
  readonly word: string;
  /** What the status means, in a sentence. */
  readonly meaning: string;
  /** The change of images that now have this status: "9 went stale". */
  readonly became: string;
  /** The greatest number is the most severe; no two are equal. */
  readonly severity: number;
  /** Whether something is known to be wrong with the image. */
  readonly trouble: boolean;
  readonly band: Band;
  readonly tone: Tone;
  readonly icon: StatusIconName;
  /** Its badge on pages, and its badge image (`/badge`). */
  readonly frame: { readonly page: BadgeFrame; readonly image: Exclude<BadgeFrame, 'faint'> };
  /** Its icon on a terminal: one column wide in every font that has it. */
  readonly terminal: string;
  /** The closest shields.io colour. */
  readonly shields: ShieldsColor;
}

/**
 * Every status of an image, in the order in which lists show them: up to date, wrong, not known. The names, orders,
 * words and colours of statuses all come from this table.
 */
export const STATUSES = {
  'up-to-date': {
    word: 'Up to date',
    meaning: 'The base’s tag still has the digest this image was built on, and the layers prove it.',
    became: 'became up to date',
    severity: 1,
    trouble: false,
    band: 'fresh',
    tone: 'up-to-date',
    icon: 'circle-check',
    frame: { page: 'framed', image: 'filled' },
    terminal: '✓',
    shields: 'brightgreen',
  },
  stale: {
    word: 'Stale',
    meaning: 'The base’s tag has moved on since this image was built.',
    became: 'went stale',
    severity: 6,
    trouble: true,
    band: 'stale',
    tone: 'stale',
    icon: 'clock-alert',
    frame: { page: 'filled', image: 'filled' },
    terminal: '◷',
    shields: 'orange',
  },
  'stale-by-ancestor': {
    word: 'Stale below',
    meaning: 'The base itself is current, but a base further down has moved on.',
    became: 'went stale below',
    severity: 5,
    trouble: true,
    band: 'stale',
    tone: 'stale',
    icon: 'corner-down-right',
    frame: { page: 'framed', image: 'framed' },
    terminal: '↳',
    shields: 'yellow',
  },
  broken: {
    word: 'Broken',
    meaning: 'The claim about the base is contradicted, in conflict, or the base is gone.',
    became: 'broke',
    severity: 7,
    trouble: true,
    band: 'broken',
    tone: 'broken',
    icon: 'triangle-alert',
    frame: { page: 'framed', image: 'filled' },
    terminal: '✗',
    shields: 'red',
  },
  unknown: {
    word: 'Unknown',
    meaning: 'Something could not be checked; the reason says what.',
    became: 'became unknown',
    severity: 4,
    trouble: false,
    band: 'unknown',
    tone: 'unknown',
    icon: 'circle-question',
    frame: { page: 'dashed', image: 'dashed' },
    terminal: '?',
    shields: 'lightgrey',
  },
  pinned: {
    word: 'Pinned',
    meaning: 'The base is named by digest alone: there is no tag that could move.',
    became: 'became pinned',
    severity: 2,
    trouble: false,
    band: 'pinned',
    tone: 'pinned',
    icon: 'pin',
    frame: { page: 'framed', image: 'filled' },
    terminal: '⌖',
    shields: 'blue',
  },
  root: {
    word: 'Root',
    meaning: 'The chain ends here: this image is based on nothing.',
    became: 'became roots',
    severity: 0,
    trouble: false,
    band: 'root',
    tone: 'root',
    icon: 'anchor',
    frame: { page: 'framed', image: 'framed' },
    terminal: '⊥',
    shields: 'lightgrey',
  },
  /** For images that no scan has checked yet; no judgement results in it. */
  pending: {
    word: 'Checking',
    meaning: 'No scan has checked this image yet.',
    became: 'are being checked',
    severity: 3,
    trouble: false,
    band: 'unknown',
    tone: 'unknown',
    icon: 'loader',
    frame: { page: 'faint', image: 'framed' },
    terminal: '…',
    shields: 'lightgrey',
  },
} as const satisfies Readonly<Record<string, StatusEntry>>;

/** An image's badge. */
export type Status = keyof typeof STATUSES;

/** Every status, in the order in which lists show them. */
export const STATUS = Object.keys(STATUSES) as readonly Status[];

/** What an image has before its first scan. */
export const NOT_CHECKED = 'pending' satisfies Status;

/** Every status, most severe first: the status of a group of images, and the sort order of lists. */
export const WORST_FIRST: readonly Status[] = STATUS.toSorted(
  (a, b) => STATUSES[b].severity - STATUSES[a].severity,
);

/** The statuses that mean that something is wrong, most severe first. */
export const TROUBLE: readonly Status[] = WORST_FIRST.filter((status) => STATUSES[status].trouble);

/** A value for every status. */
export function perStatus<T>(value: (status: Status) => T): Record<Status, T> {
  return Object.fromEntries(STATUS.map((status) => [status, value(status)])) as Record<Status, T>;
}
