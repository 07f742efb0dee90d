import type { Database } from '#lib/store/database/database.ts';
import { lockChannel, readActiveChannels } from '#lib/store/notifications/channels.ts';
import { addStates } from '#lib/store/notifications/notification-states.ts';

/**
 * Lets every channel continue with these images as they are now: their statuses are no news, but the end of trouble is.
 * For images that are tracked again, whose notification states were deleted.
 */
export async function continueStates(
  within: Database,
  imageIds: readonly string[],
  now: Date,
): Promise<void> {
  if (imageIds.length === 0) return;
  for (const id of await readActiveChannels(within)) {
    const channel = await lockChannel(within, id);
    if (channel !== undefined) await addStates(within, { ...channel, since: now }, imageIds);
  }
}
