import type { Status } from './status.ts';

/** How current a base is, and the status that it gives its image. */
export interface FreshnessEntry {
  readonly word: string;
  /** A sentence. */
  readonly meaning: string;
  /** The image's status by this freshness alone: its layers and the bases below can make it worse. */
  readonly status: Extract<Status, 'up-to-date' | 'stale' | 'broken' | 'pinned' | 'unknown'>;
}

/**
 * How current a claimed base can be, best first: an image's freshness is the worst of its platforms'. A known problem
 * is worse than `unknown`. `docs/verdicts.md` has the rule of each.
 */
export const FRESHNESSES = {
  'up-to-date': {
    word: 'up to date',
    meaning: 'The name still resolves to the digest that was claimed.',
    status: 'up-to-date',
  },
  'index-moved': {
    word: 'index moved',
    meaning: 'The index has a new digest, but this platform’s image in it is the same.',
    status: 'up-to-date',
  },
  'same-content': {
    word: 'same content',
    meaning: 'A new digest with the same layers and configuration.',
    status: 'up-to-date',
  },
  pinned: {
    word: 'pinned',
    meaning: 'Named by digest alone: there is no tag that could move.',
    status: 'pinned',
  },
  unknown: {
    word: 'unknown',
    meaning: 'It could not be checked; the reason says why.',
    status: 'unknown',
  },
  'stale-config': {
    word: 'stale config',
    meaning: 'The layers are the same, but the configuration has changed.',
    status: 'stale',
  },
  stale: {
    word: 'stale',
    meaning: 'The name resolves to an image with other layers.',
    status: 'stale',
  },
  'platform-gone': {
    word: 'platform gone',
    meaning: 'The base is no longer published for this platform.',
    status: 'broken',
  },
  'base-tag-gone': {
    word: 'tag gone',
    meaning: 'The base’s tag is gone; its digest still exists.',
    status: 'broken',
  },
  'base-digest-gone': {
    word: 'digest gone',
    meaning: 'The claimed digest is gone; the tag still exists.',
    status: 'broken',
  },
  'base-gone': {
    word: 'base gone',
    meaning: 'Both the base’s tag and its digest are gone.',
    status: 'broken',
  },
} as const satisfies Readonly<Record<string, FreshnessEntry>>;

export type Freshness = keyof typeof FRESHNESSES;

/** Every freshness, best first. */
export const FRESHNESS = Object.keys(FRESHNESSES) as readonly Freshness[];
