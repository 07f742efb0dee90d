/** No image is older than Docker: an earlier time is a reproducible build's, or Go's zero time. */
const FIRST_IMAGES = Date.UTC(2013, 0, 1);

/** A creation time as a config writes it, if an image can have been created then; else null, "not known". */
export function recordedTime(created: string | null | undefined): string | null {
  return created != null && Date.parse(created) >= FIRST_IMAGES ? created : null;
}
