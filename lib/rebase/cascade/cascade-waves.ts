/** An image and the tag its base is followed by, as a cascade sees it. */
export interface BasedImage {
  /** Fully qualified. */
  readonly reference: string;
  /** The base's name, fully qualified; null where none is named. */
  readonly baseName: string | null;
}

/** An image to rebase, after the one it stands on. */
export interface Wave {
  readonly reference: string;
  /** The image of the same waves that it stands on; null for those directly on the root. */
  readonly parent: string | null;
  /** From 0. */
  readonly wave: number;
}

/**
 * Everything that stands on `root`, directly or through others, in the order in which it can be rebased: an image
 * comes a wave after its base. The root itself is left out, and so is a circle's way back to it. Within a wave
 * by name.
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
