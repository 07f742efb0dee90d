/** The notifications page, with one channel or the form of a `new` one. */
export function channelHref(channel?: string): string {
  return `/settings/notifications${channel === undefined ? '' : `?channel=${channel}`}`;
}
