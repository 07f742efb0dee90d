import { z } from 'zod';

const mount = z.looseObject({ input: z.number().nullish(), dest: z.string().nullish() });
const fileAction = z.looseObject({ input: z.number().nullish(), output: z.number().nullish() });
const mergeInput = z.looseObject({ input: z.number().nullish() });

/** One step of a build in BuildKit's provenance (solver/pb/json.go); numbers that are 0 may be left out. */
export const buildStep = z.looseObject({
  id: z.string(),
  inputs: z.array(z.string()).nullish(),
  op: z
    .looseObject({
      Op: z
        .looseObject({
          source: z.looseObject({ identifier: z.string() }).nullish(),
          exec: z.looseObject({ mounts: z.array(mount).nullish() }).nullish(),
          file: z.looseObject({ actions: z.array(fileAction).nullish() }).nullish(),
          merge: z.looseObject({ inputs: z.array(mergeInput).nullish() }).nullish(),
          diff: z.unknown().optional(),
        })
        .nullish(),
    })
    .nullish(),
});

export type BuildStep = z.infer<typeof buildStep>;

const IMAGE = 'docker-image://';

/** The image that a source step uses, as a reference; `undefined` for other steps and sources. */
export function imageOfStep(step: BuildStep): string | undefined {
  const identifier = step.op?.Op?.source?.identifier;
  return identifier?.startsWith(IMAGE) ? identifier.slice(IMAGE.length) : undefined;
}

/**
 * Follows the root file system from the build's last step back to the image it began with: `scratch` if it began with
 * nothing, `undefined` if the steps do not show it.
 */
export function rootImage(steps: readonly BuildStep[]): string | 'scratch' | undefined {
  const byId = new Map(steps.map((each) => [each.id, each]));
  const visited = new Set<string>();
  let current = steps.at(-1);
  let output = 0;
  while (current !== undefined && visited.size < MAX_WALKED) {
    const here = `${output} ${current.id}`;
    // A cycle of steps has no beginning.
    if (visited.has(here)) return undefined;
    visited.add(here);
    const operation = current.op?.Op;
    if (operation?.source) return imageOfStep(current);
    if (operation?.diff !== undefined) return undefined;
    const inputs: readonly string[] = current.inputs ?? [];
    const position = rootInput(operation, output, inputs.length);
    if (position === undefined) return undefined;
    if (position < 0) return 'scratch';
    const [, id, index] = /^(.*?)(?::(\d+))?$/.exec(inputs[position] ?? '') ?? [];
    current = id ? byId.get(id) : undefined;
    output = Number(index ?? 0);
  }
  return undefined;
}

/** Steps from a build's last one to its first; real builds have some hundreds. */
const MAX_WALKED = 4096;

/** Actions of one step; BuildKit writes one for each COPY of a stage. */
const MAX_ACTIONS = 1000;

/** Which input holds the root file system; -1 if the step begins with an empty one, `undefined` if it has too many actions. */
function rootInput(
  operation: NonNullable<BuildStep['op']>['Op'],
  output: number,
  inputs: number,
): number | undefined {
  if (operation?.exec) return operation.exec.mounts?.find(({ dest }) => dest === '/')?.input ?? 0;
  // A merge stacks its inputs, the first one at the bottom.
  if (operation?.merge) return operation.merge.inputs?.[0]?.input ?? 0;
  if (!operation?.file) return 0;
  const actions = operation.file.actions ?? [];
  if (actions.length > MAX_ACTIONS) return undefined;
  let action = actions.find((each) => (each.output ?? 0) === output) ?? actions.at(-1);
  // An action's input beyond the step's own inputs is the result of another action.
  for (let walked = 0; walked <= actions.length; walked += 1) {
    const input = action?.input ?? 0;
    if (input < inputs || inputs === 0) return input;
    action = actions[input - inputs];
  }
  return inputs;
}
