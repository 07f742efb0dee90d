import {
  type BasicReason,
  type Cause,
  causeSchema,
  type PlainReasonKind,
  type Reason,
  reasonSchema,
} from '../verdict/reason.ts';

/** Halves of sentences as versions before 1 stored them. These are history: they do not change with today's words. */
const PLAIN: Readonly<Record<string, PlainReasonKind>> = {
  'it was not looked at yet': 'not-checked-yet',
  'not looked at yet': 'not-checked-yet',
  'it was given up': 'check-given-up',
  'the registry no longer has this tag': 'tag-gone',
  'the registry does not have this digest': 'digest-gone',
  'the registry does not list them (HTTP 404)': 'tags-not-listed',
  'the registry does not have its manifest or config': 'content-missing',
  'the registry does not have its config': 'content-missing',
  'it is gone': 'content-missing',
  'an index lists a manifest as an index': 'nested-index-expected',
  'an index lists as a manifest what is none': 'manifest-expected',
  'it is an artifact, not an image that runs': 'not-an-image',
  'its index lists nothing that runs': 'index-empty',
  'it does not match its type': 'statement-off-type',
  'the base is named by a digest that the registry no longer has': 'pinned-digest-gone',
  'the base’s tag no longer exists: the next build will fail': 'base-tag-gone',
  'the registry has neither the base’s tag nor its digest': 'base-gone',
  'the base’s tag names a digest that the registry does not have': 'tag-digest-missing',
  'the base has dropped layers that this image still stands on': 'base-dropped-layers',
  'the base has the same layers and another configuration': 'base-config-changed',
  'the image is squashed: its layers no longer show what it was built on, and the claimed digest is not there to compare with':
    'squashed-without-claimed-digest',
  'the claimed digest is not in the registry, and the tag has other layers now, so that only a rebuild helps':
    'claimed-digest-gone-and-tag-moved',
  'the base’s layers are there with the same content, compressed anew': 'recompressed',
  'the image is squashed: its layers no longer show what it was built on': 'squashed',
  'the base has no layers to compare': 'base-without-layers',
  'the image’s layers do not begin with the claimed base’s': 'layers-differ',
  'the claimed digest is not in the registry, so that the layers cannot be compared': 'claimed-digest-gone',
  'no digest is claimed, and the layers do not begin with what the name has now': 'no-digest-claimed',
  'the base cannot be looked at': 'base-unavailable',
  'it names no base': 'no-base-named',
  'only a digest is named, and no repository to look it up in': 'digest-without-repository',
  'this platform is built on nothing': 'built-on-nothing',
  'nothing says what this platform stands on': 'nothing-claimed',
  'two kinds of evidence name different bases, and the layers do not bear out the one that speaks first':
    'evidence-conflict',
  'the label io.buildpacks.lifecycle.metadata is not what a buildpacks lifecycle writes':
    'lifecycle-label-malformed',
  'the label names no run image, or only an image id': 'run-image-not-named',
  'its top layer is not among the image’s layers': 'top-layer-not-found',
  'the registry no longer has this provenance': 'provenance-gone',
  'it names no image that the build took in': 'provenance-without-images',
  'the layers begin with those of another image, so that it is no root': 'not-root',
  'evidence that speaks before it is settled': 'settled-by-other-evidence',
  'it describes a base further down: a known image with more of these layers stands between':
    'describes-lower-base',
  'it has the same layers: which name was built on, they do not tell': 'same-layers',
  'an input of the build that is the base’s own base': 'input-of-base',
  'labels are inherited, and the layers do not agree': 'label-inherited',
  'an input of the build whose layers could not be compared': 'input-not-compared',
  'an input of the build that the image does not begin with': 'input-not-base',
};

type Found = Readonly<Record<string, string>>;
type Pattern = readonly [RegExp, (found: Found) => Reason];

const CAUSES: readonly Pattern[] = [
  [
    /^it has more than (?<limit>\d+) layers$/,
    ({ limit }) => ({ kind: 'too-many-layers', limit: Number(limit) }),
  ],
  [
    /^its index lists more than (?<limit>\d+) manifests$/,
    ({ limit }) => ({ kind: 'too-many-manifests', limit: Number(limit) }),
  ],
  [
    /^its indexes are nested deeper than (?<limit>\d+) levels$/,
    ({ limit }) => ({ kind: 'indexes-too-deep', limit: Number(limit) }),
  ],
  [
    /^more than (?<limit>\d+) attestations speak of it$/,
    ({ limit }) => ({ kind: 'too-many-attestations', limit: Number(limit) }),
  ],
  [
    /^it names more than (?<inputs>\d+) inputs or (?<steps>\d+) steps$/,
    ({ inputs, steps }) => ({
      kind: 'provenance-too-large',
      inputs: Number(inputs),
      steps: Number(steps),
    }),
  ],
  [
    /^the registry has the (?<platform>\S+) manifest but not the config that it names$/,
    ({ platform = '' }) => ({ kind: 'config-missing', platform: platform === 'image' ? null : platform }),
  ],
  [
    /^the registry lists an (?<of>image|index) in this index but does not have its manifest$/,
    ({ of }) => ({
      kind: 'listed-manifest-missing',
      of: of === 'index' ? 'index' : 'image',
      platform: null,
    }),
  ],
  [
    /^the registry lists (?<platform>\S+) in this index but does not have its manifest$/,
    ({ platform = '' }) => ({ kind: 'listed-manifest-missing', of: 'image', platform }),
  ],
  [
    /^the image is not for (?<platform>\S+)$/,
    ({ platform = '' }) => ({ kind: 'platform-missing', platform }),
  ],
  [
    /^looking at it would take more than (?<limit>[\d.]+) (?<unit>requests|MB of memory|s|comparisons|rounds of requests)$/,
    ({ limit, unit = '' }) => ({ kind: 'too-costly', limit: Number(limit), unit: UNITS[unit] ?? 'requests' }),
  ],
  [
    /^the manifest is refused: (?<detail>.*)$/s,
    ({ detail = '' }) => ({ kind: 'manifest-malformed', detail }),
  ],
  [/^the config is refused: (?<detail>.*)$/s, ({ detail = '' }) => ({ kind: 'config-malformed', detail })],
  [
    /^the document is refused: (?<detail>.*)$/s,
    ({ detail = '' }) => ({ kind: 'document-malformed', detail }),
  ],
];

const UNITS: Readonly<Record<string, Extract<Cause, { kind: 'too-costly' }>['unit']>> = {
  requests: 'requests',
  'MB of memory': 'megabytes',
  s: 'seconds',
  comparisons: 'comparisons',
  'rounds of requests': 'rounds',
};

const PATTERNS: readonly Pattern[] = [
  ...CAUSES,
  [
    /^the base could not be looked at: (?<cause>.*)$/s,
    ({ cause }) => ({ kind: 'base-unreadable', cause: causeIn(cause) }),
  ],
  [
    /^the claimed digest could not be looked at: (?<cause>.*)$/s,
    ({ cause }) => ({ kind: 'claimed-digest-unreadable', cause: causeIn(cause) }),
  ],
  [
    /^whether the digest is still there could not be checked: (?<cause>.*)$/s,
    ({ cause }) => ({ kind: 'digest-presence-unknown', cause: causeIn(cause) }),
  ],
  [
    /^whether it is built on another platform’s image of the base could not be checked: (?<cause>.*)$/s,
    ({ cause }) => ({ kind: 'other-platform-unreadable', cause: causeIn(cause) }),
  ],
  [
    /^the provenance could not be read: (?<cause>.*)$/s,
    ({ cause }) => ({ kind: 'provenance-unreadable', cause: causeIn(cause) }),
  ],
  [
    /^the tags of `(?<repository>[^`]*)` could not be listed: (?<cause>.*)$/s,
    ({ repository = '', cause }) => ({ kind: 'tags-unlisted', repository, cause: causeIn(cause) }),
  ],
  [
    /^the base has nothing for (?<platform>\S+) now$/,
    ({ platform = '' }) => ({ kind: 'base-platform-gone', platform }),
  ],
  [
    /^the (?<of>image|base) has not as many layers as diff IDs$/,
    ({ of }) => ({ kind: 'layers-uncounted', of: of === 'base' ? 'base' : 'image' }),
  ],
  [
    /^the claimed digest is not for (?<platform>\S+), and the image’s layers do not begin with it$/,
    ({ platform = '' }) => ({ kind: 'claimed-digest-of-other-platform', platform }),
  ],
  [
    /^this (?<platform>\S+) image is built on the base’s image for (?<basePlatform>[^\s,]+)(?<best>, the best match that it has)?$/,
    ({ platform = '', basePlatform = '', best }) => ({
      kind: 'based-on-other-platform',
      platform,
      basePlatform,
      bestMatch: best !== undefined,
    }),
  ],
  [
    /^its (?<of>name|digest) is written with spaces around it$/,
    ({ of }) => ({ kind: 'spaces-around', of: of === 'digest' ? 'digest' : 'name' }),
  ],
  [
    /^its digest "(?<written>.*)" is not a digest$/s,
    ({ written = '' }) => ({ kind: 'digest-malformed', written }),
  ],
  [
    /^its digest is written as "(?<written>.*)"$/s,
    ({ written = '' }) => ({ kind: 'digest-with-name', written }),
  ],
  [/^its base name (?<detail>.*)$/s, ({ detail = '' }) => ({ kind: 'name-malformed', detail })],
  [
    /^an input of the build is named "(?<name>.*)", which is not an image reference$/s,
    ({ name = '' }) => ({ kind: 'input-name-malformed', name }),
  ],
  [
    /^this platform stands on (?:`(?<name>[^`]*)`|an unnamed base)$/,
    ({ name }) => ({ kind: 'based-on-other-name', name: name ?? null }),
  ],
  [
    /^it may stand on (?:`(?<name>[^`]*)`|something else) instead, which could not be looked at: (?<why>.*)$/s,
    ({ name, why = '' }) => ({
      kind: 'other-base-possible',
      name: name ?? null,
      because:
        why === 'no reason is known'
          ? []
          : (reasonsOfHalves(why) ?? [{ kind: 'stated', text: why }]).filter(isBasic),
    }),
  ],
];

/** The reasons in a text that a version before 1 stored. Text that is not recognised is kept. */
export function reasonsIn(text: string | null | undefined): readonly Reason[] {
  if (text == null || text === '') return [];
  return reasonsOfHalves(text.replace(/\.$/, '')) ?? [{ kind: 'stated', text }];
}

/** The reason in a text; the text itself if it is not recognised or has several reasons. */
export function reasonIn(text: string): Reason {
  const [first, ...others] = reasonsIn(text);
  return first !== undefined && others.length === 0 ? first : { kind: 'stated', text };
}

/** The cause in a text; the text itself if it is not recognised as a cause. */
export function causeIn(text = ''): Cause {
  const cause = causeSchema.safeParse(reasonIn(text));
  return cause.success ? cause.data : { kind: 'stated', text };
}

/** The reasons of half sentences that follow one another; `undefined` if one is not recognised. */
function reasonsOfHalves(text: string): readonly Reason[] | undefined {
  for (const { index, 0: mark } of text.matchAll(/; |\. |$/g)) {
    const reason = reasonOfHalf(text.slice(0, index));
    if (reason === undefined) continue;
    if (mark === '') return [reason];
    const rest = reasonsOfHalves(text.slice(index + mark.length));
    if (rest !== undefined) return [reason, ...rest];
  }
  return undefined;
}

function reasonOfHalf(half: string): Reason | undefined {
  for (const text of [half, `${half.charAt(0).toLowerCase()}${half.slice(1)}`]) {
    const kind = Object.hasOwn(PLAIN, text) ? PLAIN[text] : undefined;
    if (kind !== undefined) return reasonSchema.parse({ kind });
    for (const [pattern, reason] of PATTERNS) {
      const found = pattern.exec(text);
      if (found !== null) return reason({ ...found.groups });
    }
  }
  return undefined;
}

function isBasic(reason: Reason): reason is BasicReason {
  return reason.kind !== 'other-base-possible';
}
