import { credentialEnvironment } from '#lib/config/credential-environment.ts';
import { compareDockerfileBase, type DockerfileComparison } from '#lib/lineage/verdict/dockerfile-base.ts';
import { dockerfileSentence } from '#lib/lineage/words/dockerfile-base-words.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import type { Mention } from '#lib/sources/mention.ts';
import type { ProgramContext } from '../judging/judge-locally.ts';
import type { JudgeSettings } from '../judging/judge-settings.ts';

/** An image that a build makes, compared with its Dockerfile. */
export interface ComparedOutput {
  readonly reference: string;
  /** The file that names the image, and the line. */
  readonly file: string;
  readonly line: number;
  /** The base in the Dockerfile; null if it depends on something that is not known. */
  readonly declared: string | null;
  readonly result: DockerfileComparison['kind'];
  readonly text: string;
}

const NOT_KNOWN = 'The base in its Dockerfile is not known, so they were not compared.';

/**
 * Compares the images that builds make, as their registries have them now, with what their Dockerfiles name. Throws
 * `RegistrySettingsError` before the first request.
 */
export async function compareOutputs(
  mentions: readonly Mention[],
  settings: JudgeSettings,
  timeoutMs: number,
  context: ProgramContext,
): Promise<ComparedOutput[]> {
  const outputs = mentions.filter(
    ({ reference, place }) => place.how === 'output' && tryParseReference(reference) !== undefined,
  );
  const known = outputs.filter(({ place }) => place.base !== undefined);
  const references = [...new Set(known.map(({ reference }) => reference))];
  const options = {
    ...{ ...settings, credentialEnvironment: credentialEnvironment(context.env) },
    ...{ platforms: undefined, timeoutMs },
  };
  const checks = references.length === 0 ? [] : await context.judge(references, options, context);
  for (const line of new Set(checks.flatMap(({ failures }) => failures))) context.err(line);
  return outputs.map(({ reference, place }) => {
    const at = { reference, file: String(place.file), line: Number(place.line) };
    const check = checks[references.indexOf(reference)];
    if (place.base === undefined || check === undefined) {
      return { ...at, declared: null, result: 'unknown', text: NOT_KNOWN };
    }
    const comparison = compareDockerfileBase(String(place.base), check.lineage);
    const text = dockerfileSentence(comparison);
    return { ...at, declared: comparison.declared, result: comparison.kind, text };
  });
}

/** The exit code of comparisons: 3 if something could not be compared, 1 if an image is to be rebuilt. */
export function comparisonCode(compared: readonly ComparedOutput[]): number {
  if (compared.some(({ result }) => result === 'unknown')) return 3;
  return compared.some(({ result }) => result !== 'same') ? 1 : 0;
}
