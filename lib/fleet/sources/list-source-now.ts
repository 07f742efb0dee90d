import { isListedKind } from '#lib/sources/source-kind.ts';
import { lockSource, updateSource } from '#lib/store/sources/sources.ts';
import { getSource, type SourceOverview } from './read-sources.ts';
import { noSource, type SourceContext, SourceRefusedError } from './source-context.ts';

/** Lists a source as soon as its host is free. Throws `NotFoundError`, and `SourceRefusedError` for posted mentions. */
export async function listSourceNow(context: SourceContext, id: string): Promise<SourceOverview> {
  await context.db.transaction(async (within) => {
    const source = await lockSource(within, id);
    if (source === undefined) throw noSource(id);
    if (!isListedKind(source.kind)) {
      const why = 'Baseboard does not list this source. Post its images or upload its files instead.';
      throw new SourceRefusedError('conflict', why);
    }
    await updateSource(within, id, { nextAt: context.clock() });
  });
  await context.queue.listSource(id);
  return getSource(context, id);
}
