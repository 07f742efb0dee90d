/** Why a chain ends, each with its sentence. */
export const CHAIN_ENDS = {
  root: { sentence: 'The chain ends here, at its root.' },
  'no-evidence': {
    sentence: 'The rest of the chain is not known: no evidence names a base, or no claim could be followed.',
  },
  unresolvable: { sentence: 'The rest of the chain is not known: the images below could not be checked.' },
  cycle: { sentence: 'The chain is a cycle: it leads back to one of its own images.' },
  'too-deep': { sentence: 'The rest of the chain is not known: it is too long to follow.' },
} as const satisfies Readonly<Record<string, { readonly sentence: string }>>;

export type ChainEnd = keyof typeof CHAIN_ENDS;
export const CHAIN_END = Object.keys(CHAIN_ENDS) as readonly ChainEnd[];
