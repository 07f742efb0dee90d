/** The notifications page; with an id that channel, with `new` the form of a new one. */
export function channelHref(channel?: string): string {
  return `/settings/notifications${channel === undefined ? '' : `?channel=${channel}`}`;
}
