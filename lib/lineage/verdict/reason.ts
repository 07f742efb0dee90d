import { z } from 'zod';

/** Causes without facts of their own. */
const PLAIN_CAUSE = [
  'not-checked-yet',
  'check-given-up',
  'tag-gone',
  'digest-gone',
  'tags-not-listed',
  'content-missing',
  'nested-index-expected',
  'manifest-expected',
  'not-an-image',
  'index-empty',
  'statement-off-type',
] as const;

const limit = z.number();
const platform = z.string();
/** The words of a parser or of the registry client, shown as they are. A verdict's fingerprint leaves them out. */
const detail = z.string();
const registryFailure = {
  /** As references write it. */
  host: z.string(),
  /** The distribution-spec's error code or one of ours. */
  code: z.string(),
  /** HTTP status; null without an answer. */
  status: z.number().nullable(),
  detail,
};

const CAUSES = [
  z.object({ kind: z.enum(PLAIN_CAUSE) }),
  /** `error` is the registry client's kind of error. */
  z.object({ kind: z.literal('registry-error'), error: z.string(), ...registryFailure }),
  z.object({ kind: z.literal('not-visible'), ...registryFailure }),
  z.object({ kind: z.literal('manifest-malformed'), detail }),
  z.object({ kind: z.literal('config-malformed'), detail }),
  z.object({ kind: z.literal('document-malformed'), detail }),
  z.object({ kind: z.literal('too-many-layers'), limit }),
  z.object({ kind: z.literal('too-many-manifests'), limit }),
  z.object({ kind: z.literal('indexes-too-deep'), limit }),
  z.object({ kind: z.literal('too-many-attestations'), limit }),
  z.object({ kind: z.literal('provenance-too-large'), inputs: limit, steps: limit }),
  /** The platform is null if no index lists the image. */
  z.object({ kind: z.literal('config-missing'), platform: platform.nullable() }),
  /** The platform is null if the index does not name it. */
  z.object({
    kind: z.literal('listed-manifest-missing'),
    of: z.enum(['image', 'index']),
    platform: platform.nullable(),
  }),
  z.object({ kind: z.literal('platform-missing'), platform }),
  z.object({
    kind: z.literal('too-costly'),
    limit,
    unit: z.enum(['requests', 'megabytes', 'seconds', 'comparisons', 'rounds']),
  }),
  /** The check failed for a reason other than a registry. */
  z.object({ kind: z.literal('check-failed'), detail }),
  /** What an earlier version stored as text. */
  z.object({ kind: z.literal('stated'), text: z.string() }),
] as const;

/** Why something could not be read. */
export const causeSchema = z.discriminatedUnion('kind', CAUSES);
export type Cause = Readonly<z.infer<typeof causeSchema>>;

/** Why a claim is not followed. */
export const NOT_FOLLOWED = [
  'not-root',
  'settled-by-other-evidence',
  'describes-lower-base',
  'same-layers',
  'input-of-base',
  'label-inherited',
  'input-not-compared',
  'input-not-base',
] as const;

const PLAIN_REASON = [
  'set-aside',
  // How current the base is.
  'pinned-digest-gone',
  'base-tag-gone',
  'base-gone',
  'tag-digest-missing',
  'base-dropped-layers',
  'base-config-changed',
  'squashed-without-claimed-digest',
  'claimed-digest-gone-and-tag-moved',
  // What the layers prove.
  'recompressed',
  'squashed',
  'base-without-layers',
  'layers-differ',
  'claimed-digest-gone',
  'no-digest-claimed',
  'base-unavailable',
  // What the claims say.
  'no-base-named',
  'digest-without-repository',
  'built-on-nothing',
  'nothing-claimed',
  'evidence-conflict',
  'lifecycle-label-malformed',
  'run-image-not-named',
  'top-layer-not-found',
  'provenance-gone',
  'provenance-without-images',
  ...NOT_FOLLOWED,
] as const;

const cause = causeSchema;
const name = z.string();

const BASIC = [
  ...CAUSES,
  z.object({ kind: z.enum(PLAIN_REASON) }),
  z.object({ kind: z.literal('base-unreadable'), cause }),
  z.object({ kind: z.literal('claimed-digest-unreadable'), cause }),
  z.object({ kind: z.literal('digest-presence-unknown'), cause }),
  z.object({ kind: z.literal('other-platform-unreadable'), cause }),
  z.object({ kind: z.literal('base-platform-gone'), platform }),
  /** The image or the base has different numbers of layers and diff IDs. */
  z.object({ kind: z.literal('layers-uncounted'), of: z.enum(['image', 'base']) }),
  z.object({ kind: z.literal('claimed-digest-of-other-platform'), platform }),
  /** `bestMatch`: the base has no image that fits the platform better. */
  z.object({
    kind: z.literal('based-on-other-platform'),
    platform,
    basePlatform: platform,
    bestMatch: z.boolean(),
  }),
  z.object({ kind: z.literal('spaces-around'), of: z.enum(['name', 'digest']) }),
  z.object({ kind: z.literal('digest-malformed'), written: z.string() }),
  z.object({ kind: z.literal('digest-with-name'), written: z.string() }),
  z.object({ kind: z.literal('name-malformed'), detail }),
  z.object({ kind: z.literal('provenance-unreadable'), cause }),
  z.object({ kind: z.literal('input-name-malformed'), name }),
  /** This platform is based on another base than the rest; null if it has no name. */
  z.object({ kind: z.literal('based-on-other-name'), name: name.nullable() }),
  z.object({ kind: z.literal('tags-unlisted'), repository: name, cause }),
] as const;

const basicSchema = z.discriminatedUnion('kind', BASIC);

/** Why something in a verdict is not known, or not as claimed: a kind with its facts. `../words` makes the sentences. */
export const reasonSchema = z.discriminatedUnion('kind', [
  ...BASIC,
  /** The base may be another one that could not be read; its name is null if it has none. */
  z.object({
    kind: z.literal('other-base-possible'),
    name: name.nullable(),
    because: z.array(basicSchema).readonly(),
  }),
]);
export type BasicReason = Readonly<z.infer<typeof basicSchema>>;
export type Reason = Readonly<z.infer<typeof reasonSchema>>;
export type ReasonKind = Reason['kind'];
export type PlainReasonKind = (typeof PLAIN_CAUSE)[number] | (typeof PLAIN_REASON)[number];

/** Every kind of reason. */
export const REASON_KIND = reasonSchema.options.flatMap(({ shape: { kind } }): ReasonKind[] =>
  'options' in kind ? [...kind.options] : [...kind.values],
) as [ReasonKind, ...ReasonKind[]];

const PLAIN: ReadonlySet<string> = new Set<PlainReasonKind>([...PLAIN_CAUSE, ...PLAIN_REASON]);

/** Whether the kind is all that a reason has. */
export function isPlain(reason: Reason): reason is Extract<Reason, { kind: PlainReasonKind }> {
  return PLAIN.has(reason.kind);
}

/** The same kind with the same facts. */
export function sameReason(one: Reason, other: Reason): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
