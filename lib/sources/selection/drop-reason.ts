/** Why a tag is not selected, in the order of the checks. */
export const DROP_REASON = {
  'repository-not-included': 'The repository matches no pattern of include',
  'repository-excluded': 'The repository matches a pattern of exclude',
  signature: 'A signature, an attestation or an SBOM, not an image',
  'build-cache': 'A build cache, not an image',
  'own-tag': 'A tag that Baseboard set to keep an old digest',
  chart: 'A Helm chart, not an image',
  artifact: 'An artifact, not an image',
  'tag-not-matched': 'The tag does not match the selection',
  'not-a-version': 'The tag is not a version',
  'too-old': 'Pushed longer ago than pushedWithin',
  'not-newest': 'Not among the newest of its kind',
  'invalid-reference': 'Not a valid reference',
  'over-limit': 'Beyond maxImages; the newest were kept',
} as const;
export type DropReason = keyof typeof DROP_REASON;
