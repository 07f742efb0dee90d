/** The most chips that a box has room for. */
const MOST = 3;

/** Platforms in a short form for a box: `amd64`, `arm64`, the rest counted. `linux/` is left out. */
export function platformChips(platforms: readonly string[]): string[] {
  const words = platforms.map((platform) => platform.replace(/^linux\//, '').replace(/^arm64\/v8$/, 'arm64'));
  if (words.length <= MOST) return words;
  return [...words.slice(0, MOST - 1), `+${words.length - MOST + 1}`];
}
