/** Platforms as short as a box wants them: `amd64`, `arm64`, the rest counted. Linux goes without saying. */
export function platformChips(platforms: readonly string[], most: number): string[] {
  const words = platforms.map((platform) => platform.replace(/^linux\//, '').replace(/^arm64\/v8$/, 'arm64'));
  if (words.length <= most) return words;
  return [...words.slice(0, most - 1), `+${words.length - most + 1}`];
}
