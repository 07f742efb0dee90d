/** A box has room for this many. */
const MOST = 3;

/** Platforms as short as a box wants them: `amd64`, `arm64`, the rest counted. Linux goes without saying. */
export function platformChips(platforms: readonly string[]): string[] {
  const words = platforms.map((platform) => platform.replace(/^linux\//, '').replace(/^arm64\/v8$/, 'arm64'));
  if (words.length <= MOST) return words;
  return [...words.slice(0, MOST - 1), `+${words.length - MOST + 1}`];
}
