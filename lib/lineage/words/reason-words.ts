import { isPlain, type PlainReasonKind, type Reason, type ReasonKind } from '../verdict/reason.ts';

/** Each kind that needs no facts, as a sentence's second half. */
const PLAIN: Readonly<Record<PlainReasonKind, string>> = {
  'not-checked-yet': 'it was not looked at yet',
  'check-given-up': 'it was given up',
  'tag-gone': 'the registry no longer has this tag',
  'digest-gone': 'the registry does not have this digest',
  'tags-not-listed': 'the registry does not list them (HTTP 404)',
  'content-missing': 'the registry does not have its manifest or config',
  'nested-index-expected': 'an index lists a manifest as an index',
  'manifest-expected': 'an index lists as a manifest what is none',
  'not-an-image': 'it is an artifact, not an image that runs',
  'index-empty': 'its index lists nothing that runs',
  'statement-off-type': 'it does not match its type',
  'set-aside':
    'checking this image ended the Baseboard process twice. Scans skip it until you scan this image alone',
  'pinned-digest-gone': 'the base is named by a digest that the registry no longer has',
  'base-tag-gone': 'the base’s tag no longer exists: the next build will fail',
  'base-gone': 'the registry has neither the base’s tag nor its digest',
  'tag-digest-missing': 'the base’s tag names a digest that the registry does not have',
  'base-dropped-layers': 'the base has dropped layers that this image still stands on',
  'base-config-changed': 'the base has the same layers and another configuration',
  'squashed-without-claimed-digest':
    'the image is squashed: its layers no longer show what it was built on, and the claimed digest is not there to compare with',
  'claimed-digest-gone-and-tag-moved':
    'the claimed digest is not in the registry, and the tag has other layers now, so that only a rebuild helps',
  recompressed: 'the base’s layers are there with the same content, compressed anew',
  squashed: 'the image is squashed: its layers no longer show what it was built on',
  'base-without-layers': 'the base has no layers to compare',
  'layers-differ': 'the image’s layers do not begin with the claimed base’s',
  'claimed-digest-gone': 'the claimed digest is not in the registry, so that the layers cannot be compared',
  'no-digest-claimed': 'no digest is claimed, and the layers do not begin with what the name has now',
  'base-unavailable': 'the base cannot be looked at',
  'no-base-named': 'it names no base',
  'digest-without-repository': 'only a digest is named, and no repository to look it up in',
  'built-on-nothing': 'this platform is built on nothing',
  'nothing-claimed': 'nothing says what this platform stands on',
  'evidence-conflict':
    'two kinds of evidence name different bases, and the layers do not bear out the one that speaks first',
  'lifecycle-label-malformed':
    'the label io.buildpacks.lifecycle.metadata is not what a buildpacks lifecycle writes',
  'run-image-not-named': 'the label names no run image, or only an image id',
  'top-layer-not-found': 'its top layer is not among the image’s layers',
  'provenance-gone': 'the registry no longer has this provenance',
  'provenance-without-images': 'it names no image that the build took in',
  'not-root': 'the layers begin with those of another image, so that it is no root',
  'settled-by-other-evidence': 'evidence that speaks before it is settled',
  'describes-lower-base':
    'it describes a base further down: a known image with more of these layers stands between',
  'same-layers': 'it has the same layers: which name was built on, they do not tell',
  'input-of-base': 'an input of the build that is the base’s own base',
  'label-inherited': 'labels are inherited, and the layers do not agree',
  'input-not-compared': 'an input of the build whose layers could not be compared',
  'input-not-base': 'an input of the build that the image does not begin with',
};

type Factual = Exclude<ReasonKind, PlainReasonKind>;

const COSTS = {
  requests: 'requests',
  megabytes: 'MB of memory',
  seconds: 's',
  comparisons: 'comparisons',
  rounds: 'rounds of requests',
} as const;

/** Each kind that has facts, as a sentence's second half. */
const FACTUAL: { readonly [K in Factual]: (reason: Extract<Reason, { kind: K }>) => string } = {
  'registry-error': ({ host, detail }) => `${host}: ${detail}`,
  'not-visible': ({ host, detail }) => `${host} does not show it to us: ${detail}`,
  'manifest-malformed': ({ detail }) => `the manifest is refused: ${detail}`,
  'config-malformed': ({ detail }) => `the config is refused: ${detail}`,
  'document-malformed': ({ detail }) => `the document is refused: ${detail}`,
  'too-many-layers': ({ limit }) => `it has more than ${limit} layers`,
  'too-many-manifests': ({ limit }) => `its index lists more than ${limit} manifests`,
  'indexes-too-deep': ({ limit }) => `its indexes are nested deeper than ${limit} levels`,
  'too-many-attestations': ({ limit }) => `more than ${limit} attestations speak of it`,
  'provenance-too-large': ({ inputs, steps }) => `it names more than ${inputs} inputs or ${steps} steps`,
  'config-missing': ({ platform }) =>
    `the registry has the ${platform ?? 'image'} manifest but not the config that it names`,
  'listed-manifest-missing': ({ of, platform }) =>
    `the registry lists ${platform ?? `an ${of}`} in this index but does not have its manifest`,
  'platform-missing': ({ platform }) => `the image is not for ${platform}`,
  'too-costly': ({ limit, unit }) => `looking at it would take more than ${limit} ${COSTS[unit]}`,
  'check-failed': ({ detail }) => detail,
  stated: ({ text }) => text,
  'base-unreadable': ({ cause }) => `the base could not be looked at: ${reasonClause(cause)}`,
  'claimed-digest-unreadable': ({ cause }) =>
    `the claimed digest could not be looked at: ${reasonClause(cause)}`,
  'digest-presence-unknown': ({ cause }) =>
    `whether the digest is still there could not be checked: ${reasonClause(cause)}`,
  'other-platform-unreadable': ({ cause }) =>
    `whether it is built on another platform’s image of the base could not be checked: ${reasonClause(cause)}`,
  'base-platform-gone': ({ platform }) => `the base has nothing for ${platform} now`,
  'layers-uncounted': ({ of }) => `the ${of} has not as many layers as diff IDs`,
  'claimed-digest-of-other-platform': ({ platform }) =>
    `the claimed digest is not for ${platform}, and the image’s layers do not begin with it`,
  'based-on-other-platform': ({ platform, basePlatform, bestMatch }) =>
    `this ${platform} image is built on the base’s image for ${basePlatform}${bestMatch ? ', the best match that it has' : ''}`,
  'spaces-around': ({ of }) => `its ${of} is written with spaces around it`,
  'digest-malformed': ({ written }) => `its digest "${written}" is not a digest`,
  'digest-with-name': ({ written }) => `its digest is written as "${written}"`,
  'name-malformed': ({ detail }) => `its base name ${detail}`,
  'provenance-unreadable': ({ cause }) => `the provenance could not be read: ${reasonClause(cause)}`,
  'input-name-malformed': ({ name }) =>
    `an input of the build is named "${name}", which is not an image reference`,
  'based-on-other-name': ({ name }) =>
    `this platform stands on ${name === null ? 'an unnamed base' : `\`${name}\``}`,
  'tags-unlisted': ({ repository, cause }) =>
    `the tags of \`${repository}\` could not be listed: ${reasonClause(cause)}`,
  'other-base-possible': ({ name, because }) => {
    const what = name === null ? 'something else' : `\`${name}\``;
    const why = because.length === 0 ? 'no reason is known' : because.map(reasonClause).join('; ');
    return `it may stand on ${what} instead, which could not be looked at: ${why}`;
  },
};

/** Kinds that begin a sentence of their own after another reason. */
const APART: ReadonlySet<ReasonKind> = new Set<ReasonKind>([
  'based-on-other-name',
  'not-root',
  'settled-by-other-evidence',
  'describes-lower-base',
  'same-layers',
  'input-of-base',
  'label-inherited',
  'input-not-compared',
  'input-not-base',
]);

/** A reason as a sentence's second half: "the registry no longer has this tag". */
export function reasonClause(reason: Reason): string {
  if (isPlain(reason)) return PLAIN[reason.kind];
  return (FACTUAL[reason.kind] as (of: Reason) => string)(reason);
}

/** A reason as a whole sentence. */
export function reasonSentence(reason: Reason): string {
  return reasonSentences([reason]) ?? '';
}

/** Reasons as sentences; null where there is none. */
export function reasonSentences(reasons: readonly Reason[]): string | null {
  if (reasons.length === 0) return null;
  const parts: string[] = [];
  for (const reason of reasons) {
    const last = parts.length - 1;
    if (last < 0 || APART.has(reason.kind)) parts.push(reasonClause(reason));
    else parts[last] = `${parts[last]}; ${reasonClause(reason)}`;
  }
  return toSentences(...parts);
}

/** Makes sentences of halves such as "the registry answered 429": a capital before, a full stop after. */
export function toSentences(...halves: readonly string[]): string {
  return halves
    .map((each) => `${each.charAt(0).toUpperCase()}${each.slice(1)}${/[.!?]$/.test(each) ? '' : '.'}`)
    .join(' ');
}
