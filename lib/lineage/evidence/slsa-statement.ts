import { z } from 'zod';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { optionalText, textRecord } from '#lib/oci/json/lenient-schema.ts';
import { formatRepository, tryParseReference } from '#lib/oci/reference.ts';
import type { Cause } from '../verdict/reason.ts';
import { type BuildStep, buildStep, imageOfStep, rootImage } from './buildkit-steps.ts';
import type { ClaimedBase } from './claim.ts';
import { imageOfPurl } from './package-url.ts';

/** What a build's provenance lists: its image inputs, and which of them is the base, if it says. */
export interface Provenance {
  readonly inputs: readonly ClaimedBase[];
  /** Image inputs whose names are not references, as written: each may be the base. */
  readonly unreadable: readonly string[];
  /** The image that the build's last step is based on; `scratch` for none; `undefined` if not known. */
  readonly root: ClaimedBase | 'scratch' | undefined;
  /** Why the provenance was not read. */
  readonly unread?: Cause;
}

/** An input: it has a URI or, as SLSA allows, only a name, digest or content; without a URI it is not an image. */
const material = z.looseObject({ uri: optionalText, digest: textRecord.nullish() });
const parameters = z.looseObject({ args: textRecord.nullish() });
const buildConfig = z.looseObject({ llbDefinition: z.array(buildStep).nullish() });
const metadata = z.looseObject({
  layers: z.record(z.string(), z.array(z.array(z.looseObject({ digest: z.string() })).nullish())).nullish(),
});
const MOBY_METADATA = 'https://mobyproject.org/buildkit@v1#metadata';

const v02 = z.looseObject({
  predicate: z.looseObject({
    materials: z.array(material).nullish(),
    buildConfig: buildConfig.nullish(),
    invocation: z.looseObject({ parameters: parameters.nullish() }).nullish(),
    metadata: z.looseObject({ [MOBY_METADATA]: metadata.nullish() }).nullish(),
  }),
});
const v1 = z.looseObject({
  predicate: z.looseObject({
    buildDefinition: z.looseObject({
      resolvedDependencies: z.array(material).nullish(),
      externalParameters: z.looseObject({ request: parameters.nullish() }).nullish(),
      internalParameters: z.looseObject({ buildConfig: buildConfig.nullish() }).nullish(),
    }),
    runDetails: z
      .looseObject({
        metadata: z.looseObject({ buildkit_metadata: metadata.nullish() }).nullish(),
      })
      .nullish(),
  }),
});

/** The parts of both predicate versions that are used here. */
interface BuildRecord {
  readonly materials: readonly z.infer<typeof material>[];
  readonly steps: readonly BuildStep[];
  readonly args: Readonly<Record<string, string>>;
  readonly layers: NonNullable<z.infer<typeof metadata>['layers']>;
}

/** Inputs and steps of one build that are read; real builds have some hundreds. */
const MAX_MATERIALS = 1000;
const MAX_STEPS = 20_000;

const TOO_LARGE: Provenance = {
  inputs: [],
  unreadable: [],
  root: undefined,
  unread: { kind: 'provenance-too-large', inputs: MAX_MATERIALS, steps: MAX_STEPS },
};

/** Statements are immutable and read in every pass, so the results are kept. */
const READ = new WeakMap<
  object,
  { build: BuildRecord | undefined; byLayers: Map<string, Provenance | undefined> }
>();

/**
 * Reads a SLSA provenance statement, v0.2 or v1, as BuildKit writes it; `undefined` for any other statement.
 * A statement that is larger than any real build's is `unread`. `layers` are the image's blob digests, bottom first.
 */
export function readProvenance(statement: unknown, layers: readonly Digest[]): Provenance | undefined {
  if (typeof statement !== 'object' || statement === null) return undefined;
  const read = READ.get(statement) ?? { build: readStatement(statement), byLayers: new Map() };
  READ.set(statement, read);
  const { build, byLayers } = read;
  const key = layers.join(' ');
  if (!byLayers.has(key)) byLayers.set(key, build && provenanceOf(build, layers));
  return byLayers.get(key);
}

function provenanceOf(build: BuildRecord, layers: readonly Digest[]): Provenance {
  if (build.materials.length > MAX_MATERIALS || build.steps.length > MAX_STEPS) return TOO_LARGE;
  const tools = toolsOf(build.args);
  const images = build.materials.map((entry) => ({ entry, base: imageOfPurl(entry.uri ?? '') }));
  const unreadable = images.flatMap(({ base }) => (typeof base === 'string' ? [base] : []));
  const inputs = images.flatMap(({ entry, base }): ClaimedBase[] => {
    if (base === undefined || typeof base === 'string' || isTool(base, tools)) return [];
    const resolved = entry.digest?.sha256 === undefined ? undefined : `sha256:${entry.digest.sha256}`;
    return [{ ...base, digest: isDigest(resolved) ? resolved : base.digest }];
  });
  const source = rootImage(build.steps) ?? sourceByLayers(build, layers);
  if (source === undefined || source === 'scratch') return { inputs, unreadable, root: source };
  return { inputs, unreadable, root: inputNamed(inputs, source) };
}

/** The input that a source step names. One image may be an input for two platforms: then the layers decide. */
function inputNamed(inputs: readonly ClaimedBase[], source: string): ClaimedBase | undefined {
  const [first, ...others] = inputs.filter((input) => isNamed(input, source));
  if (first === undefined || others.every(({ platform }) => platform === first.platform)) return first;
  const { platform: _, ...anyPlatform } = first;
  return anyPlatform;
}

function readStatement(statement: unknown): BuildRecord | undefined {
  const newer = v1.safeParse(statement);
  if (newer.success) {
    const { buildDefinition, runDetails } = newer.data.predicate;
    return {
      materials: buildDefinition.resolvedDependencies ?? [],
      steps: buildDefinition.internalParameters?.buildConfig?.llbDefinition ?? [],
      args: buildDefinition.externalParameters?.request?.args ?? {},
      layers: runDetails?.metadata?.buildkit_metadata?.layers ?? {},
    };
  }
  const older = v02.safeParse(statement);
  // The older version requires no field, so an invalid newer statement would pass as one without inputs.
  if (!older.success || 'buildDefinition' in older.data.predicate) return undefined;
  const { materials, buildConfig: config, invocation, metadata: more } = older.data.predicate;
  return {
    materials: materials ?? [],
    steps: config?.llbDefinition ?? [],
    args: invocation?.parameters?.args ?? {},
    layers: more?.[MOBY_METADATA]?.layers ?? {},
  };
}

/** Images that builds use as tools and never as a base, from any registry. */
const TOOLS = /(?:^|\/)docker\/(?:dockerfile(?:-upstream)?|buildkit-syft-scanner)$/;

/** The repositories of the frontend and the scanners that this build used. */
function toolsOf(args: BuildRecord['args']): ReadonlySet<string> {
  const scanner = /(?:^|,)generator=([^,]+)/.exec(args['attest:sbom'] ?? '')?.[1];
  const named = [args.source, args.cmdline, scanner].map((text) => text && tryParseReference(text));
  return new Set(named.flatMap((name) => (name ? [formatRepository(name)] : [])));
}

function isTool({ name }: ClaimedBase, tools: ReadonlySet<string>): boolean {
  return name !== undefined && (TOOLS.test(name.repository) || tools.has(formatRepository(name)));
}

/** The source step whose layers are the image's first, the one with the most layers; for steps that cannot be followed. */
function sourceByLayers({ steps, layers }: BuildRecord, own: readonly Digest[]): string | undefined {
  let longest: { image: string; length: number } | undefined;
  // Two steps with the same ID have the same layers, so one of them is enough.
  const seen = new Set<string>();
  for (const step of steps) {
    const image = imageOfStep(step);
    if (image === undefined || seen.has(step.id)) continue;
    seen.add(step.id);
    for (const stack of layers[`${step.id}:0`] ?? []) {
      const length = stack?.length ?? 0;
      const begins = length > 0 && stack?.every(({ digest }, at) => digest === own[at]);
      if (begins && length > (longest?.length ?? 0)) longest = { image, length };
    }
  }
  return longest?.image;
}

function isNamed({ name }: ClaimedBase, source: string): boolean {
  if (name === undefined) return false;
  const { tag, digest } = name;
  const spelled = `${formatRepository(name)}${tag ? `:${tag}` : ''}`;
  if (source === spelled || source.startsWith(`${spelled}@`)) return true;
  return tag === undefined && source === `${spelled}@${digest}`;
}
