import type { ImageTag } from '#lib/fleet/schedule/image-schedule.ts';
import {
  describeFinding,
  describeLastKnown,
  describeUnreachable,
} from '#lib/lineage/words/described-lineage.ts';
import type { TrackedImage } from '#lib/store/images/tracked-images.ts';
import type { Observation } from '#lib/store/registries/tag-observations.ts';
import type { StoredVerdict } from '#lib/store/scans/verdicts.ts';
import type { ImageHistoryView, ImageView } from '../contract/images/images.ts';

/** A tracked image in the contract's format. */
export function presentImage(image: TrackedImage): ImageView {
  const { id, reference, digest, status, baseName, platforms, sample, unreachable, lastKnown } = image;
  return {
    id,
    reference,
    digest,
    status,
    ...describeFinding(image),
    checkedAt: image.checkedAt?.toISOString() ?? null,
    baseName,
    behindSince: image.behindSince?.toISOString() ?? null,
    platforms: [...platforms],
    owner: image.owner,
    unreachable: unreachable && describeUnreachable(unreachable),
    unreachableSince: unreachable?.since ?? null,
    lastKnown: lastKnown && describeLastKnown(lastKnown),
    sources: image.sources.map((source) => ({ ...source, place: { ...source.place } })),
    running: image.running && { ...image.running, clusters: [...image.running.clusters] },
    sample,
    public: image.public,
    snoozed: presentSnooze(image.hold),
  };
}

/** The tags that an image depends on, in the contract's format. */
export function presentSchedule(tags: readonly ImageTag[]): NonNullable<ImageView['schedule']> {
  return tags.map(({ reference, own, askedAt, nextAt, everySeconds, reason, tier, byHook }) => ({
    ...{ reference, own, everySeconds, reason, reasonCode: tier, byHook },
    requestedAt: askedAt?.toISOString() ?? null,
    nextAt: nextAt?.toISOString() ?? null,
  }));
}

function presentSnooze(hold: TrackedImage['hold']): ImageView['snoozed'] {
  if (hold === null) return null;
  const { id, until, untilNextDigest, reason, createdBy } = hold;
  return { holdId: id, until: until?.toISOString() ?? null, untilNextDigest, reason, by: createdBy };
}

/** An image's history in the contract's format. */
export function presentHistory(history: {
  readonly observations: readonly Observation[];
  readonly verdicts: readonly StoredVerdict[];
}): ImageHistoryView {
  return {
    observations: history.observations.map(({ digest, firstSeen, lastSeen }) => ({
      digest,
      firstSeen: firstSeen.toISOString(),
      lastSeen: lastSeen.toISOString(),
    })),
    verdicts: history.verdicts.map(({ at, lineage }) => ({
      at: at.toISOString(),
      digest: lineage.digest,
      status: lineage.status,
      ...describeFinding(lineage),
      baseName: lineage.links[0]?.base?.name ?? null,
      baseDigest: lineage.links[0]?.base?.digest ?? null,
    })),
  };
}
