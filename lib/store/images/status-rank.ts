import { images } from '../schema/images.ts';
import { statusRank } from '../schema/order-keys.ts';

/** A tracked image's place by its status, 1 for the worst. */
export const STATUS_RANK = statusRank(images.status);
