import { credentialEnvironment } from '#lib/config/credential-environment.ts';
import type { CheckCommand } from './input/arguments.ts';
import { tolerate } from './input/tolerance.ts';
import { type Checked, exitCode, type Look, outcomeOf } from './judging/check-result.ts';
import type { Surroundings } from './judging/environment.ts';
import type { ProgramSurroundings } from './judging/judge-locally.ts';
import { readJudgeSettings, readToken } from './judging/judge-settings.ts';
import { askServer } from './judging/request-server.ts';
import { readTargets, type Target } from './judging/targets.ts';
import { renderJson } from './render/json.ts';
import { renderSarif } from './render/sarif.ts';
import { paintFor } from './render/terminal.ts';
import { renderText } from './render/text.ts';

/**
 * `baseboard check`: looks at the images, prints the verdicts, and answers the exit code. Throws `UsageError`,
 * `ConfigError` and `RegistrySettingsError`, before anything was asked; what could not be looked at is a verdict.
 */
export async function check(command: CheckCommand, surroundings: ProgramSurroundings): Promise<number> {
  const targets = await inTime(readTargets(command, surroundings), command.timeoutMs);
  if (targets === undefined) {
    surroundings.err('the list of images could not be read to its end within --timeout');
    return exitCode([]);
  }
  const looks = await lookAt(
    targets.map(({ reference }) => reference),
    command,
    surroundings,
  );
  for (const line of new Set(looks.flatMap(({ failures }) => failures))) surroundings.err(line);
  const now = surroundings.clock();
  const checked = targets.flatMap((target, index) => {
    const look = looks[index];
    return look === undefined ? [] : [judged(target, look, command, now)];
  });
  surroundings.out(render(checked, command, surroundings, now));
  return exitCode(checked.map(({ outcome }) => outcome));
}

/** `undefined` where it takes longer: standard input may never end. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function lookAt(
  references: readonly string[],
  command: CheckCommand,
  surroundings: ProgramSurroundings,
): Promise<Look[]> {
  const { server, timeoutMs, platforms } = command;
  if (server !== undefined) {
    const token = readToken(command.tokenFile, surroundings);
    return askServer(references, { server, token, timeoutMs }, surroundings);
  }
  const settings = readJudgeSettings(command.config, surroundings);
  const environment = credentialEnvironment(surroundings.env);
  const options = { ...settings, credentialEnvironment: environment, platforms, timeoutMs };
  return surroundings.judge(references, options, surroundings);
}

function judged(target: Target, look: Look, { tolerance }: CheckCommand, now: Date): Checked {
  const status = tolerate(look.lineage, tolerance, now);
  const outcome = outcomeOf(status);
  const tolerated = outcome === 'fresh' && outcomeOf(look.lineage.status) === 'stale';
  return { ...look, target, outcome, tolerated };
}

function render(
  checked: readonly Checked[],
  { format, quiet }: CheckCommand,
  { version, terminal, env }: Surroundings,
  now: Date,
): string {
  switch (format) {
    case 'json':
      return renderJson(checked, version);
    case 'sarif':
      return renderSarif(checked, { version, endedAt: now });
    case 'text':
      return renderText(checked, { quiet, paint: paintFor(terminal, env) });
  }
}
