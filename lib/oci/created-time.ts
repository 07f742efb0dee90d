/** No image is older than Docker: earlier times come from reproducible builds, or are Go's zero time. */
const FIRST_IMAGES = Date.UTC(2013, 0, 1);
/** Later times mean "none" as well. */
const LAST_IMAGES = Date.UTC(2100, 0, 1);

/** RFC 3339, as Go reads it. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The creation time that a config states, in UTC (ISO 8601). Null, "not known", if it is malformed or if no image can
 * have been created then.
 */
export function recordedTime(created: string | null | undefined): string | null {
  const [text, zone] = TIME.exec(created ?? '') ?? [];
  if (text === undefined) return null;
  const time = Date.parse(text);
  if (!(time >= FIRST_IMAGES && time < LAST_IMAGES)) return null;
  return zone === 'Z' ? text : new Date(time).toISOString();
}
