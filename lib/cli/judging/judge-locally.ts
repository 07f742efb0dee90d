import pMap from 'p-map';
import { type Judgement, judgeImage } from '#lib/judging/judge-image.ts';
import { declaredBases } from '#lib/judging/operator-bases/declared-bases.ts';
import { createMemorySources } from '#lib/judging/sources/memory-sources.ts';
import { describeLineage } from '#lib/lineage/words/described-lineage.ts';
import { formatReference, parseReference, type Reference } from '#lib/oci/reference.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { chosenHosts, credentialsForChosen } from '#lib/registry/credentials/chosen-hosts.ts';
import { createCredentialFinder } from '#lib/registry/credentials/credential-sources.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { withBudget } from '#lib/registry/wrappers/budget.ts';
import { withBreaker } from '#lib/registry/wrappers/circuit-breaker.ts';
import type { CheckError, Look } from './check-result.ts';
import type { Surroundings } from './environment.ts';
import type { JudgeSettings } from './judge-settings.ts';

export interface JudgeHereOptions extends JudgeSettings {
  /** The credential sources' part of the environment. */
  readonly credentialEnvironment: Surroundings['env'];
  readonly platforms: readonly string[] | undefined;
  readonly timeoutMs: number;
}

/** The surroundings of the whole program, with what judges images for it. */
export interface ProgramSurroundings extends Surroundings {
  readonly judge: (
    references: readonly string[],
    options: JudgeHereOptions,
    surroundings: Surroundings,
  ) => Promise<Look[]>;
}

/** A chain of sixteen images with twenty platforms each takes fewer. */
const CALLS_PER_IMAGE = 2000;
/** Images judged at once; the registry client keeps its own limit for each host. */
const IMAGES_AT_ONCE = 32;
const BREAKER = { failures: 5, pauseMs: 30_000 };

/**
 * Judges images by asking their registries, with the service's own client, credentials and rules, and no memory but
 * this run's. `onLook` hears of each as it comes. Throws `RegistrySettingsError`; what registries do not answer is among each look's failures.
 */
export async function judgeHere(
  references: readonly string[],
  options: JudgeHereOptions,
  { home, version, clock, err }: Pick<Surroundings, 'home' | 'version' | 'clock' | 'err'>,
  onLook: (index: number, look: Look) => void = () => undefined,
): Promise<Look[]> {
  const finder = createCredentialFinder({ env: options.credentialEnvironment, home }, err);
  const credential = credentialsForChosen(finder, chosenHosts(hostsOf(references, options)));
  const settings = { registries: options.registries, userAgent: `baseboard/${version}` };
  const client = createRegistry(settings, { credential });
  const budget = { ms: options.timeoutMs, calls: CALLS_PER_IMAGE * references.length };
  const registry = withBudget(withBreaker(client, BREAKER), budget);
  const { tagCache, ...sources } = createMemorySources(registry, declaredBases(options.bases), clock);
  try {
    const judgeOne = async (text: string, index: number) => {
      const reference = parseReference(text);
      const { platforms } = options;
      const look = lookOf(
        reference,
        await judgeImage(sources, reference, tagCache, { thorough: true, platforms }),
      );
      onLook(index, look);
      return look;
    };
    return await pMap(references, judgeOne, { concurrency: IMAGES_AT_ONCE });
  } finally {
    await client.close();
  }
}

/** What the caller named: the images to check, the configured registries, and the bases that it declares. */
function hostsOf(references: readonly string[], { registries, bases }: JudgeHereOptions): string[] {
  const named = [...references, ...bases.map(({ base }) => base)].map(
    (text) => parseReference(text).registry,
  );
  return [...named, ...registries.map(({ host }) => host)];
}

function lookOf(reference: Reference, { lineage, error, failures }: Judgement): Look {
  const lines = failures.map((failure) =>
    failure instanceof RegistryError
      ? failure.message
      : `${formatReference(reference)}: ${messageOf(failure)}`,
  );
  const own = error instanceof RegistryError ? errorOf(error) : null;
  return {
    lineage: describeLineage(lineage),
    error: own,
    failures: [...new Set(own === null ? lines : [own.message, ...lines])],
  };
}

function errorOf({ host, operation, code, message }: RegistryError): CheckError {
  return { host, operation, code, message };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
