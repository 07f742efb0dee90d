import { judgeImage } from '#lib/judging/judge-image.ts';
import type { Lineage } from '#lib/lineage/lineage.ts';
import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { findImage } from '#lib/store/images.ts';
import { writeLayerStacks } from '#lib/store/layer-stacks.ts';
import { readVerdict, writeVerdicts } from '#lib/store/verdicts.ts';
import type { FleetContext } from './context.ts';
import { NotFoundError } from './errors.ts';
import { pastMoment } from './moment.ts';
import { toStored } from './stored-judgement.ts';

export interface ResolveRequest {
  /** As a person writes it. */
  readonly reference: string;
  /** Look at it now even where a verdict is there. */
  readonly refresh: boolean;
  /** As it was known then. */
  readonly at: Date | undefined;
  /** Starts the look at registries where one is needed, or refuses it by throwing. */
  readonly admitLook?: <T>(look: () => Promise<T>) => Promise<T>;
}

/**
 * One image's chain: the stored verdict of a tracked one, else resolved now. A look that is made on purpose is
 * thorough: it asks again for what was absent, and for newer tags. Throws `ReferenceSyntaxError`, the
 * `RegistryError` that kept the image itself from being looked at, `TimeRequestError`, and {@link NotFoundError} for
 * a time at which nothing was known.
 */
export async function resolveImage(context: FleetContext, request: ResolveRequest): Promise<Lineage> {
  const reference = parseReference(request.reference);
  const name = formatReference(reference);
  if (request.at !== undefined) return lineageAt(context, name, request.at);
  const tracked = await findImage(context.db, name);
  const stored = tracked && !request.refresh ? await readVerdict(context.db, tracked.id) : undefined;
  if (stored && tracked?.checkedAt) return { ...stored.lineage, checkedAt: tracked.checkedAt.toISOString() };

  const admitLook = request.admitLook ?? ((look) => look());
  const documents = tracked ? context.documents : context.documents.passing();
  const judgement = await admitLook(() =>
    judgeImage({ ...context, documents }, reference, context.tagBoards.fresh(), {
      thorough: true,
      wantNewerTags: request.refresh,
    }),
  );
  await context.documents.written();
  await writeLayerStacks(context.db, judgement.stacks);
  if (tracked) {
    const at = context.clock();
    const changed = await writeVerdicts(context.db, [toStored(tracked.id, judgement, at)]);
    await context.events.publish(
      changed.map((change) => ({ type: 'verdict', ...change, at: at.toISOString() })),
    );
  }
  if (judgement.error !== undefined) throw judgement.error;
  return judgement.lineage;
}

async function lineageAt(context: FleetContext, name: string, at: Date): Promise<Lineage> {
  pastMoment(context, at, 'at');
  const image = await findImage(context.db, name, at);
  if (image === undefined) throw new NotFoundError(`${name} was not tracked at ${at.toISOString()}.`);
  const then = await readVerdict(context.db, image.id, at);
  if (then !== undefined) return then.lineage;
  throw new NotFoundError(`No scan had looked at ${name} by ${at.toISOString()}.`);
}
