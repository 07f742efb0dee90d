import type { Mention } from '#lib/sources/mention.ts';
import type { SourceOverview } from './read-sources.ts';
import { type SourceContext, SourceRefusedError } from './source-context.ts';
import { storePosted } from './store-posted.ts';

/** Everything that a source mentions now. A later picture has a greater number. */
export interface PostedMentions {
  readonly sequence: number;
  readonly mentions: readonly Mention[];
  /** How often there is a picture at least, in seconds; `undefined` if whoever posts does not say. */
  readonly every?: number | undefined;
}

/**
 * Takes the full picture of a source whose images are posted. The same picture may be posted again; an older one is refused.
 * Throws `NotFoundError` and {@link SourceRefusedError}.
 */
export async function postMentions(
  context: SourceContext,
  id: string,
  { sequence, mentions, every }: PostedMentions,
): Promise<SourceOverview> {
  return storePosted(context, id, async (source) => {
    if (source.kind !== 'push') {
      const why =
        source.kind === 'files'
          ? 'Files are uploaded to this source. Only a source of the kind push takes mentions.'
          : 'This source is listed by Baseboard. Only a source of the kind push takes mentions.';
      throw new SourceRefusedError('conflict', why);
    }
    if (source.sequence !== null && sequence < source.sequence) {
      const why = `The sequence ${sequence} is older than ${source.sequence}, which was posted before. Nothing was changed.`;
      throw new SourceRefusedError('conflict', why, 'sequence');
    }
    return { complete: true, mentions, problems: [], sequence, every };
  });
}
