/** Whether the image's first layers are those of the claimed base. */
export interface VerificationEntry {
  readonly word: string;
  /** A sentence. */
  readonly meaning: string;
  /** Whether the layers prove the claim. */
  readonly proven: boolean;
}

/** The results of comparing layers, best first: an image's verification is the worst of its platforms'. */
export const VERIFICATIONS = {
  verified: {
    word: 'verified',
    meaning: 'The image begins with exactly the base’s layers.',
    proven: true,
  },
  'verified-recompressed': {
    word: 'verified, recompressed',
    meaning: 'The uncompressed layers (diff IDs) are the base’s, but they were recompressed.',
    proven: true,
  },
  unverifiable: {
    word: 'not verifiable',
    meaning: 'The base’s layers were not available for comparison.',
    proven: false,
  },
  contradicted: {
    word: 'contradicted',
    meaning: 'The image does not begin with the base’s layers.',
    proven: false,
  },
} as const satisfies Readonly<Record<string, VerificationEntry>>;

export type Verification = keyof typeof VERIFICATIONS;

/** Every verification, best first. */
export const VERIFICATION = Object.keys(VERIFICATIONS) as readonly Verification[];

/** The worst of these; `unverifiable` if there are none. */
export function worstVerification(all: readonly Verification[]): Verification {
  return VERIFICATION.findLast((each) => all.includes(each)) ?? 'unverifiable';
}
