/** Why a chain goes no further, each with the sentence that says so. */
export const CHAIN_ENDS = {
  root: { sentence: 'The chain ends here, at its root.' },
  'no-evidence': {
    sentence: 'The chain ends here: nothing says what this image is based on, or no claim could be followed.',
  },
  unresolvable: { sentence: 'What comes below cannot be seen from here.' },
  cycle: { sentence: 'The chain comes back to an image that is in it already.' },
  'too-deep': { sentence: 'The chain is longer than is followed.' },
} as const satisfies Readonly<Record<string, { readonly sentence: string }>>;

export type ChainEnd = keyof typeof CHAIN_ENDS;
export const CHAIN_END = Object.keys(CHAIN_ENDS) as readonly ChainEnd[];
