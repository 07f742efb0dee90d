import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { leaveOutSample } from '#lib/lineage/filter/leave-out-sample.ts';
import { describeLineage } from '#lib/lineage/words/described-lineage.ts';
import type { Change } from '#lib/notify/channel.ts';
import type { ChangeNotification } from '#lib/notify/events/change-event.ts';
import { changesMessage, type IdentifiedNotification } from '#lib/notify/messages/message.ts';
import { type MessagePreview, previewMessage, type Receiver } from '#lib/notify/messages/preview-message.ts';
import { CHANGE_OF_STATUS } from '#lib/notify/policy/notification-state.ts';
import { type EvidencedImage, readEvidencedImages } from '#lib/store/images/images-with-evidence.ts';
import type { NotificationContext } from './notification-context.ts';

/** The settings of a channel that decide its message. */
export interface PreviewRequest extends Receiver {
  readonly name: string;
  readonly filter: string;
  readonly changes: readonly Change[];
}

/** A message counts what it does not name; more images than this are not read for a preview. */
const MOST_IMAGES = 200;
/** Stands for ids that only a real delivery has. */
const NO_ID = '…';

/**
 * What a channel would send if the present problems of the images under its filter were reported now; `undefined` if
 * there are none. Sends nothing. Throws `FilterSyntaxError`.
 */
export async function previewChannel(
  { db, clock, notifications }: Pick<NotificationContext, 'db' | 'clock' | 'notifications'>,
  { kind, preset, name, filter, changes }: PreviewRequest,
): Promise<MessagePreview | undefined> {
  const { items } = await readEvidencedImages(
    db,
    { filter: leaveOutSample(parseFilter(filter)), except: [] },
    MOST_IMAGES,
  );
  const [first, ...others] = items.flatMap((image): IdentifiedNotification[] => {
    const change = CHANGE_OF_STATUS[image.status];
    if (change === null || change === 'fresh' || !changes.includes(change)) return [];
    return [{ id: NO_ID, content: notificationOf(image, change, clock()) }];
  });
  if (first === undefined) return undefined;
  const origin = { channel: { id: NO_ID, name }, link: notifications.link };
  return previewMessage({ kind, preset }, changesMessage(NO_ID, [first, ...others], origin), clock());
}

function notificationOf(image: EvidencedImage, change: Change, now: Date): ChangeNotification {
  const { id, reference, digest, status, lineage, checkedAt, behindSince } = image;
  const base = lineage?.links[0]?.base ?? null;
  return {
    change,
    before: 'fresh',
    since: (checkedAt ?? now).toISOString(),
    image: { id, reference, digest },
    status,
    summary: lineage === null ? '' : describeLineage(lineage).summary,
    base: base && { name: base.name, digest: base.digest, currentDigest: base.currentDigest },
    behindSince: behindSince?.toISOString() ?? null,
  };
}
