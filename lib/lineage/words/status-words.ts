import type { Status } from '../verdict/lineage.ts';

/** Each status's word, everywhere the same, and what it means. */
export const STATUS_WORDS: Readonly<Record<Status, { readonly word: string; readonly meaning: string }>> = {
  'up-to-date': {
    word: 'Up to date',
    meaning: 'The base’s tag still has the digest this image was built on, and the layers prove it.',
  },
  stale: {
    word: 'Stale',
    meaning: 'The base’s tag has moved on since this image was built.',
  },
  'stale-by-ancestor': {
    word: 'Stale below',
    meaning: 'The base itself is current, but a base further down has moved on.',
  },
  broken: {
    word: 'Broken',
    meaning: 'The claim about the base is contradicted, in conflict, or the base is gone.',
  },
  unknown: {
    word: 'Unknown',
    meaning: 'Something could not be checked; the reason says what.',
  },
  pinned: {
    word: 'Pinned',
    meaning: 'The base is named by digest alone: there is no tag that could move.',
  },
  root: {
    word: 'Root',
    meaning: 'The chain ends here: this image stands on nothing.',
  },
  pending: {
    word: 'Checking',
    meaning: 'No scan has looked at this image yet.',
  },
};
