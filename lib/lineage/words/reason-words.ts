import {
  isPlain,
  NOT_FOLLOWED,
  type PlainReasonKind,
  type Reason,
  type ReasonKind,
} from '../verdict/reason.ts';

/** Each kind without facts, as a clause. */
const PLAIN: Readonly<Record<PlainReasonKind, string>> = {
  'not-checked-yet': 'it has not been checked yet',
  'check-given-up': 'the check was stopped',
  'tag-gone': 'the registry no longer has this tag',
  'digest-gone': 'the registry does not have this digest',
  'tags-not-listed': 'the registry does not list them (HTTP 404)',
  'content-missing': 'the registry does not have its manifest or config',
  'nested-index-expected': 'an index lists a manifest as an index',
  'manifest-expected': 'an index lists something else as a manifest',
  'not-an-image': 'it is an artifact, not a runnable image',
  'index-empty': 'its index lists no runnable image',
  'statement-off-type': 'it does not match its predicate type',
  'set-aside':
    'checking this image ended the Baseboard process twice. Scans skip it until you scan this image alone',
  'pinned-digest-gone': 'the base is named by a digest that the registry no longer has',
  'base-tag-gone': 'the base’s tag no longer exists: the next build will fail',
  'base-gone': 'the registry has neither the base’s tag nor its digest',
  'tag-digest-missing': 'the base’s tag names a digest that the registry does not have',
  'base-dropped-layers': 'the base has dropped layers that this image still has',
  'base-config-changed': 'the base has the same layers but another configuration',
  'squashed-without-claimed-digest':
    'the image is squashed, so its layers do not show its base, and the claimed digest is not available for comparison',
  'claimed-digest-gone-and-tag-moved':
    'the claimed digest is not in the registry, and the tag has other layers now: only a rebuild helps',
  recompressed: 'the base’s layers have the same content but were recompressed',
  squashed: 'the image is squashed: its layers do not show its base',
  'base-without-layers': 'the base has no layers to compare',
  'layers-differ': 'the image’s first layers are not those of the claimed base',
  'claimed-digest-gone': 'the claimed digest is not in the registry, so the layers cannot be compared',
  'no-digest-claimed': 'no digest is claimed, and the image’s first layers are not those of the current base',
  'base-unavailable': 'the base was not available for comparison',
  'no-base-named': 'it names no base',
  'digest-without-repository': 'it names a digest but no repository',
  'built-on-nothing': 'this platform is based on nothing',
  'nothing-claimed': 'no evidence names a base for this platform',
  'evidence-conflict':
    'two kinds of evidence name different bases, and the layers do not match the first one',
  'lifecycle-label-malformed':
    'the label io.buildpacks.lifecycle.metadata is not in the format of the buildpacks lifecycle',
  'run-image-not-named': 'the label names no run image, or only an image ID',
  'top-layer-not-found': 'its top layer is not among the image’s layers',
  'provenance-gone': 'the registry no longer has this provenance',
  'provenance-without-images': 'it names no image among the inputs of the build',
  'not-root': 'its first layers are those of another image, so it is not a root',
  'settled-by-other-evidence': 'evidence with higher precedence already names the base',
  'describes-lower-base':
    'it describes a base further down: a known image with more of these layers is in between',
  'same-layers': 'it has the same layers, and layers cannot show which name was used',
  'input-of-base': 'this input of the build is the base’s own base',
  'label-inherited': 'labels can be inherited, and the layers do not match this one',
  'input-not-compared': 'the layers of this input of the build could not be compared',
  'input-not-base': 'the image’s first layers are not those of this input of the build',
};

type Factual = Exclude<ReasonKind, PlainReasonKind>;

const COSTS = {
  requests: 'requests',
  megabytes: 'MB of memory',
  seconds: 's',
  comparisons: 'comparisons',
  rounds: 'rounds of requests',
} as const;

/** Each kind with facts, as a clause. */
const FACTUAL: { readonly [K in Factual]: (reason: Extract<Reason, { kind: K }>) => string } = {
  'registry-error': ({ host, detail }) => `${host}: ${detail}`,
  'not-visible': ({ host, detail }) => `${host} does not show it to us: ${detail}`,
  'manifest-malformed': ({ detail }) => `the manifest is refused: ${detail}`,
  'config-malformed': ({ detail }) => `the config is refused: ${detail}`,
  'document-malformed': ({ detail }) => `the document is refused: ${detail}`,
  'too-many-layers': ({ limit }) => `it has more than ${limit} layers`,
  'too-many-manifests': ({ limit }) => `its index lists more than ${limit} manifests`,
  'indexes-too-deep': ({ limit }) => `its indexes are nested deeper than ${limit} levels`,
  'too-many-attestations': ({ limit }) => `it has more than ${limit} attestations`,
  'provenance-too-large': ({ inputs, steps }) => `it names more than ${inputs} inputs or ${steps} steps`,
  'config-missing': ({ platform }) =>
    `the registry has the ${platform ?? 'image'} manifest but not the config that it names`,
  'listed-manifest-missing': ({ of, platform }) =>
    `the registry lists ${platform ?? `an ${of}`} in this index but does not have its manifest`,
  'platform-missing': ({ platform }) => `the image is not available for ${platform}`,
  'too-costly': ({ limit, unit }) => `checking it would take more than ${limit} ${COSTS[unit]}`,
  'check-failed': ({ detail }) => detail,
  stated: ({ text }) => text,
  'base-unreadable': ({ cause }) => `the base could not be checked: ${reasonClause(cause)}`,
  'claimed-digest-unreadable': ({ cause }) =>
    `the claimed digest could not be checked: ${reasonClause(cause)}`,
  'digest-presence-unknown': ({ cause }) =>
    `could not check whether the digest still exists: ${reasonClause(cause)}`,
  'other-platform-unreadable': ({ cause }) =>
    `could not check whether it is based on another platform’s image of the base: ${reasonClause(cause)}`,
  'base-platform-gone': ({ platform }) => `the base is no longer available for ${platform}`,
  'layers-uncounted': ({ of }) => `the ${of} has different numbers of layers and diff IDs`,
  'claimed-digest-of-other-platform': ({ platform }) =>
    `the claimed digest is not for ${platform}, and its layers are not the image’s first layers`,
  'based-on-other-platform': ({ platform, basePlatform, bestMatch }) =>
    `this ${platform} image is based on the base’s image for ${basePlatform}${bestMatch ? ', the best match available' : ''}`,
  'spaces-around': ({ of }) => `its ${of} has spaces around it`,
  'digest-malformed': ({ written }) => `its digest "${written}" is not a digest`,
  'digest-with-name': ({ written }) => `its digest is written as "${written}"`,
  'name-malformed': ({ detail }) => `its base name ${detail}`,
  'provenance-unreadable': ({ cause }) => `the provenance could not be read: ${reasonClause(cause)}`,
  'input-name-malformed': ({ name }) =>
    `an input of the build is named "${name}", which is not an image reference`,
  'based-on-other-name': ({ name }) =>
    `this platform is based on ${name === null ? 'an unnamed base' : `\`${name}\``}`,
  'tags-unlisted': ({ repository, cause }) =>
    `the tags of \`${repository}\` could not be listed: ${reasonClause(cause)}`,
  'other-base-possible': ({ name, because }) => {
    const what = name === null ? 'another base' : `\`${name}\``;
    const why = because.length === 0 ? 'the reason is not known' : because.map(reasonClause).join('; ');
    return `it may be based on ${what} instead, which could not be checked: ${why}`;
  },
};

/** Kinds that start a new sentence after another reason. */
const APART: ReadonlySet<ReasonKind> = new Set<ReasonKind>(['based-on-other-name', ...NOT_FOLLOWED]);

/** A reason as a clause, such as the second half of a sentence: "the registry no longer has this tag". */
export function reasonClause(reason: Reason): string {
  if (isPlain(reason)) return PLAIN[reason.kind];
  return (FACTUAL[reason.kind] as (of: Reason) => string)(reason);
}

/** A reason as a sentence. */
export function reasonSentence(reason: Reason): string {
  return reasonSentences([reason]) ?? '';
}

/** Reasons as sentences; null if there is none. */
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

/** Makes sentences of clauses such as "the registry answered 429": with a capital letter and a full stop. */
export function toSentences(...clauses: readonly string[]): string {
  return clauses
    .map((each) => `${each.charAt(0).toUpperCase()}${each.slice(1)}${/[.!?]$/.test(each) ? '' : '.'}`)
    .join(' ');
}
