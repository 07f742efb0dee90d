import type { ProblemKind } from './problem-kind.ts';

/** The codes of requests that conflict with what is stored: HTTP 409. */
export const CONFLICT_CODES = {
  conflict: {
    status: 409,
    title: 'Something changed in the meantime',
    meaning:
      'A tag that the plan is for has moved, the plan has expired, its run is in another state, a filter selects another number of images than `expected`, or a source was listed or posted to since.',
    remedy: 'Plan or look again and review what is shown. Nothing was changed.',
  },
  'name-taken': {
    status: 409,
    title: 'The name is taken',
    meaning: 'Another notification channel, saved filter or source has this name.',
    remedy: 'Choose another name.',
  },
  'too-many-channels': {
    status: 409,
    title: 'Too many channels',
    meaning: 'The server keeps a limited number of notification channels.',
    remedy: 'Delete a channel that you no longer use.',
  },
  'too-many-filters': {
    status: 409,
    title: 'Too many saved filters',
    meaning: 'The server keeps a limited number of saved filters.',
    remedy: 'Delete a filter that you no longer use.',
  },
  'declared-in-file': {
    status: 409,
    title: 'The base is declared in baseboard.yaml',
    meaning: 'A pattern under `bases:` covers this image, and it takes precedence over what people declare.',
    remedy: 'Change or remove the entry in `baseboard.yaml`, and restart the server.',
  },
  'too-many-declared-bases': {
    status: 409,
    title: 'Too many declared bases',
    meaning: 'The server keeps a limited number of declared bases.',
    remedy: 'Remove a declaration that is no longer needed, or declare whole repositories under `bases:`.',
  },
  'source-in-file': {
    status: 409,
    title: 'The source is in baseboard.yaml',
    meaning: 'The source is listed under `sources:` in `baseboard.yaml`, and cannot be changed here.',
    remedy: 'Change or remove the entry in `baseboard.yaml`, and restart the server.',
  },
  'too-many-sources': {
    status: 409,
    title: 'Too many sources',
    meaning: 'The server keeps a limited number of sources.',
    remedy: 'Remove a source that you no longer use, or let one source list more repositories.',
  },
  'too-many-hooks': {
    status: 409,
    title: 'Too many hooks',
    meaning: 'The server keeps a limited number of hooks.',
    remedy: 'Remove a hook that nothing calls any more.',
  },
  sealed: {
    status: 409,
    title: 'A stored secret cannot be opened',
    meaning: 'The secret was encrypted with another `BASEBOARD_SECRET_KEY`.',
    remedy: 'Restore the key, or enter the secret again.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
