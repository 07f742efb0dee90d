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
import type { CheckError, ImageCheck } from './check-result.ts';
import type { CommandContext } from './command-context.ts';
import type { JudgeSettings } from './judge-settings.ts';

export interface JudgeLocallyOptions extends JudgeSettings {
  /** The environment variables that credentials are read from. */
  readonly credentialEnvironment: CommandContext['env'];
  readonly platforms: readonly string[] | undefined;
  readonly timeoutMs: number;
}

/** The context of the whole program, with the function that judges images. */
export interface ProgramContext extends CommandContext {
  readonly judge: (
    references: readonly string[],
    options: JudgeLocallyOptions,
    context: CommandContext,
  ) => Promise<ImageCheck[]>;
}

/** A chain of sixteen images with twenty platforms each needs fewer. */
const CALLS_PER_IMAGE = 2000;
/** Images judged at once; the registry client keeps its own limit for each host. */
const IMAGES_AT_ONCE = 32;
const BREAKER = { failures: 5, pauseMs: 30_000 };

/**
 * Judges images through requests to their registries, with the client, credentials and rules of the server, and without
 * stored facts. Calls `onCheck` for each finished image. Throws `RegistrySettingsError`; failed requests are listed in
 * each check's `failures`.
 */
export async function judgeLocally(
  references: readonly string[],
  options: JudgeLocallyOptions,
  { home, version, clock, err }: Pick<CommandContext, 'home' | 'version' | 'clock' | 'err'>,
  onCheck: (index: number, check: ImageCheck) => void = () => undefined,
): Promise<ImageCheck[]> {
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
      const check = imageCheckOf(
        reference,
        await judgeImage(sources, reference, tagCache, { thorough: true, platforms }),
      );
      onCheck(index, check);
      return check;
    };
    return await pMap(references, judgeOne, { concurrency: IMAGES_AT_ONCE });
  } finally {
    await client.close();
  }
}

/** The hosts that the caller chose: those of the images to check, of configured registries and of declared bases. */
function hostsOf(references: readonly string[], { registries, bases }: JudgeLocallyOptions): string[] {
  const named = [...references, ...bases.map(({ base }) => base)].map(
    (text) => parseReference(text).registry,
  );
  return [...named, ...registries.map(({ host }) => host)];
}

function imageCheckOf(reference: Reference, { lineage, error, failures }: Judgement): ImageCheck {
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
