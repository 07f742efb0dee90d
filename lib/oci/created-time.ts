/** No image is older than Docker: an earlier time is a reproducible build's, or Go's zero time. */
const FIRST_IMAGES = Date.UTC(2013, 0, 1);
/** Nor was one created after this: such times stand for "none", too. */
const LAST_IMAGES = Date.UTC(2100, 0, 1);

/** RFC 3339, as Go reads it. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * A creation time in UTC (ISO 8601), as a config writes it, if an image can have been created then; else null, "not
 * known".
 */
export function recordedTime(created: string | null | undefined): string | null {
  const [text, zone] = TIME.exec(created ?? '') ?? [];
  if (text === undefined) return null;
  const time = Date.parse(text);
  if (!(time >= FIRST_IMAGES && time < LAST_IMAGES)) return null;
  return zone === 'Z' ? text : new Date(time).toISOString();
}
