/** Milliseconds of an hour. */
export const HOUR_MS = 3_600_000;

/** The most requests for one source in an hour. GitHub allows 5,000; a listing continues in the next hour. */
export const REQUESTS_PER_HOUR = 3000;
