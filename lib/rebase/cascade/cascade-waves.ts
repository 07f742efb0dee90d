/** An image, and the tag of the base that it follows. */
export interface BasedImage {
  /** Fully qualified. */
  readonly reference: string;
  /** The base's name, fully qualified; null where none is named. */
  readonly baseName: string | null;
}

/** An image to rebase, after the image that it is based on. */
export interface Wave {
  readonly reference: string;
  /** The image of an earlier wave that it is based on; null for those based on the root itself. */
  readonly parent: string | null;
  /** From 0. */
  readonly wave: number;
}

/**
 * All images based on `root`, directly or through others, in the order in which they can be rebased: each comes a wave
 * after its base, sorted by name within a wave. The root itself is left out, even where a circle leads back to it.
 */
export function cascadeWaves(root: string, fleet: readonly BasedImage[]): Wave[] {
  const byBase = Map.groupBy(fleet, ({ baseName }) => baseName);
  const seen = new Set([root]);
  const waves: Wave[] = [];
  let current: { reference: string; parent: string | null }[] = [{ reference: root, parent: null }];
  for (let wave = 0; current.length > 0; wave += 1) {
    const next = current.flatMap(({ reference }) =>
      (byBase.get(reference) ?? [])
        .filter((child) => !seen.has(child.reference))
        .map((child) => ({ reference: child.reference, parent: reference === root ? null : reference })),
    );
    for (const { reference } of next) seen.add(reference);
    next.sort((a, b) => (a.reference < b.reference ? -1 : 1));
    waves.push(...next.map((child) => ({ ...child, wave })));
    current = next;
  }
  return waves;
}
