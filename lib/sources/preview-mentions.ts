import { formatReference, formatRepository, tryParseReference } from '#lib/oci/reference.ts';
import type { Mention } from './mention.ts';
import type { MentionListing } from './mention-listing.ts';
import type { SourcePreview } from './preview.ts';

/** What a source that is read as a whole would track. */
export interface MentionsPreview extends SourcePreview {
  /** How many images run, in how many workloads and containers of pods. */
  readonly running: { readonly images: number; readonly workloads: number; readonly containers: number };
  /** Images that are declared, and do not run. */
  readonly declared: number;
}

const MAX_EXAMPLES = 20;
const MAX_DROPPED = 5;

/** Makes a preview from what a source mentions. */
export function previewMentions({ mentions, problems, complete, requests }: MentionListing): MentionsPreview {
  const images = new Map<string, Mention[]>();
  const repositories = new Set<string>();
  const invalid = new Set<string>();
  for (const mention of mentions) {
    const parsed = tryParseReference(mention.reference);
    if (parsed === undefined) invalid.add(mention.reference);
    else {
      const name = formatReference(parsed);
      repositories.add(formatRepository(parsed));
      const known = images.get(name);
      if (known) known.push(mention);
      else images.set(name, [mention]);
    }
  }
  const isRunning = (found: readonly Mention[]) => found.some(({ kind }) => kind === 'runs');
  const run = [...images.values()].filter(isRunning);
  const running = run.flat().filter(({ kind }) => kind === 'runs');
  return {
    found: images.size + invalid.size,
    selected: images.size,
    // The tags of all images are resolved when they are scanned.
    requests: requests + images.size,
    cost: { listing: requests, resolve: images.size, estimated: false },
    repositories: { read: repositories.size, total: repositories.size, unwanted: 0 },
    ...{ skipped: 0, withoutTime: 0 },
    examples: [...images.keys()].sort().slice(0, MAX_EXAMPLES),
    dropped:
      invalid.size === 0
        ? []
        : [
            {
              reason: 'invalid-reference',
              count: invalid.size,
              examples: [...invalid].slice(0, MAX_DROPPED),
            },
          ],
    running: {
      images: run.length,
      workloads: new Set(running.map(({ place }) => `${place.namespace}/${place.workload}`)).size,
      containers: running.reduce((sum, { place }) => sum + Number(place.pods ?? 0), 0),
    },
    declared: images.size - run.length,
    ...{ complete, problems },
  };
}
