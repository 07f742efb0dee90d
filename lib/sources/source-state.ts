/** How a source is: what its last listing says. */
export const SOURCE_STATE = [
  /** Its last listing was complete. */
  'ok',
  /** It is being listed. */
  'listing',
  /** Its last listing could read nothing, or nothing is posted to it any more. */
  'failing',
  /** Its last listing could read a part. */
  'incomplete',
  /** Its last listing misses so many images that a person has to confirm it. */
  'asks',
] as const;
export type SourceState = (typeof SOURCE_STATE)[number];
