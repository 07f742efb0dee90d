import { z } from 'zod';
import { isDigest } from '#lib/oci/digest.ts';
import type { ClaimedBase } from '../claim.ts';
import { imageOfPurl } from './purl.ts';

/** What a build's provenance lists: its image inputs, and which of them the result stands on, if it tells. */
export interface Provenance {
  readonly inputs: readonly ClaimedBase[];
  /** The image that the build's last step stands on; `scratch` for none; `undefined` where the steps are not told. */
  readonly root: ClaimedBase | 'scratch' | undefined;
}

const material = z.looseObject({ uri: z.string(), digest: z.record(z.string(), z.string()).nullish() });
const step = z.looseObject({
  id: z.string(),
  inputs: z.array(z.string()).nullish(),
  op: z
    .looseObject({
      Op: z
        .looseObject({
          source: z.looseObject({ identifier: z.string() }).optional(),
          exec: z
            .looseObject({
              mounts: z
                .array(z.looseObject({ input: z.number().optional(), dest: z.string().optional() }))
                .nullish(),
            })
            .optional(),
          file: z
            .looseObject({ actions: z.array(z.looseObject({ input: z.number().optional() })).nullish() })
            .optional(),
          merge: z.unknown().optional(),
          diff: z.unknown().optional(),
        })
        .nullish(),
    })
    .nullish(),
});
const buildConfig = z.looseObject({ llbDefinition: z.array(step).nullish() });

const v02 = z.looseObject({
  predicate: z.looseObject({
    materials: z.array(material).nullish(),
    buildConfig: buildConfig.nullish(),
  }),
});
const v1 = z.looseObject({
  predicate: z.looseObject({
    buildDefinition: z.looseObject({
      resolvedDependencies: z.array(material).nullish(),
      internalParameters: z.looseObject({ buildConfig: buildConfig.nullish() }).nullish(),
    }),
  }),
});

type Step = z.infer<typeof step>;

/** Images that a build uses and never stands on. */
const TOOLS = /(?:^|\/)(?:docker\/dockerfile(?:-upstream)?|docker\/buildkit-syft-scanner)$/;

/** Reads a SLSA provenance statement, v0.2 or v1, as BuildKit writes it; `undefined` for any other statement. */
export function readProvenance(statement: unknown): Provenance | undefined {
  const newer = v1.safeParse(statement);
  if (newer.success) {
    const { resolvedDependencies, internalParameters } = newer.data.predicate.buildDefinition;
    return provenance(resolvedDependencies ?? [], internalParameters?.buildConfig?.llbDefinition);
  }
  const older = v02.safeParse(statement);
  if (!older.success) return undefined;
  return provenance(older.data.predicate.materials ?? [], older.data.predicate.buildConfig?.llbDefinition);
}

function provenance(
  materials: readonly z.infer<typeof material>[],
  steps: readonly Step[] | null | undefined,
): Provenance {
  const inputs = materials.flatMap((entry): ClaimedBase[] => {
    const base = imageOfPurl(entry.uri);
    if (base?.name === undefined || TOOLS.test(base.name.repository)) return [];
    const resolved = entry.digest?.sha256 === undefined ? undefined : `sha256:${entry.digest.sha256}`;
    return [{ name: base.name, digest: isDigest(resolved) ? resolved : base.digest }];
  });
  const source = steps ? rootSource(steps) : undefined;
  if (source === undefined || source === 'scratch') return { inputs, root: source };
  return { inputs, root: inputs.find((input) => names(input, source)) };
}

/** Walks from the build's last step back along the root file system to the image it began with. */
function rootSource(steps: readonly Step[]): string | 'scratch' | undefined {
  const byId = new Map(steps.map((each) => [each.id, each]));
  let current = steps.at(-1);
  for (let walked = 0; current !== undefined && walked <= steps.length; walked += 1) {
    const operation = current.op?.Op;
    const identifier = operation?.source?.identifier;
    if (identifier !== undefined) {
      return identifier.startsWith('docker-image://')
        ? identifier.slice('docker-image://'.length)
        : undefined;
    }
    if (operation?.merge !== undefined || operation?.diff !== undefined) return undefined;
    const position = rootInput(operation);
    if (position === -1) return 'scratch';
    const input = current.inputs?.[position];
    if (input === undefined) return undefined;
    current = byId.get(input.replace(/:\d+$/, ''));
  }
  return undefined;
}

/** Which input holds the root file system; -1 where the step begins with an empty one. */
function rootInput(operation: NonNullable<Step['op']>['Op']): number {
  if (operation?.exec) return operation.exec.mounts?.find((mount) => mount.dest === '/')?.input ?? 0;
  if (operation?.file) return operation.file.actions?.[0]?.input ?? 0;
  return 0;
}

function names(input: ClaimedBase, source: string): boolean {
  if (input.name === undefined) return false;
  const { registry, repository, tag, digest } = input.name;
  const spelled = `${registry}/${repository}${tag ? `:${tag}` : ''}`;
  return (
    source === spelled ||
    source.startsWith(`${spelled}@`) ||
    (tag === undefined && source === `${spelled}@${digest}`)
  );
}
