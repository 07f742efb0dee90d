const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The form of a duration, for error messages. */
export const DURATION_SHAPE = 'a duration such as 30m, 1h or 1d';

/** The seconds of `30s`, `30m`, `1h` or `1d`; `undefined` for any other text. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})([smhd])$/.exec(text);
  return match === null ? undefined : Number(match[1]) * (UNIT_SECONDS[match[2] ?? ''] ?? 0);
}
