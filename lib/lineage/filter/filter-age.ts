/** Milliseconds of the units of `behind:`; a month is a twelfth of a year of 365.25 days. */
const UNIT_MS = {
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  m: 30.4375 * 86_400_000,
  y: 365.25 * 86_400_000,
} as const;

/** How ages can be compared. */
export const COMPARISON = ['>=', '<=', '>', '<'] as const;

/** A value of `behind:`, such as `>30d`. */
export interface Age {
  readonly comparison: (typeof COMPARISON)[number];
  readonly amount: number;
  readonly unit: keyof typeof UNIT_MS;
}

/** Every unit of an {@link Age}. */
export const AGE_UNIT = Object.keys(UNIT_MS) as readonly Age['unit'][];

/** Reads `>30d`, `<=2w` or `30d`, which means at least 30 days; `undefined` for any other text. */
export function parseAge(text: string): Age | undefined {
  const match = /^(>=|<=|>|<)?(\d{1,4})([hdwmy])$/i.exec(text);
  if (match === null) return undefined;
  const comparison = COMPARISON.find((each) => each === match[1]) ?? '>=';
  const unit = AGE_UNIT.find((each) => each === match[3]?.toLowerCase()) ?? 'd';
  return { comparison, amount: Number(match[2]), unit };
}

/** Writes an age so that {@link parseAge} reads it back. */
export function formatAge({ comparison, amount, unit }: Age): string {
  return `${comparison}${amount}${unit}`;
}

/** The age's limit in milliseconds. */
export function ageMs({ amount, unit }: Age): number {
  return amount * UNIT_MS[unit];
}

/** True if a time in milliseconds is as the age says. */
export function isOfAge(age: Age, milliseconds: number): boolean {
  const limit = ageMs(age);
  switch (age.comparison) {
    case '>':
      return milliseconds > limit;
    case '>=':
      return milliseconds >= limit;
    case '<':
      return milliseconds < limit;
    case '<=':
      return milliseconds <= limit;
  }
}
