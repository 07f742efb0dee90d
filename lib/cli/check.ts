import { credentialEnvironment } from '#lib/config/credential-environment.ts';
import type { CheckCommand } from './input/arguments.ts';
import { tolerate } from './input/tolerance.ts';
import { type Checked, exitCode, type ImageCheck, outcomeOf } from './judging/check-result.ts';
import type { CommandContext } from './judging/command-context.ts';
import type { ProgramContext } from './judging/judge-locally.ts';
import { readJudgeSettings, readToken } from './judging/judge-settings.ts';
import { requestServer } from './judging/request-server.ts';
import { readTargets, type Target } from './judging/targets.ts';
import { renderJson } from './render/json.ts';
import { renderSarif } from './render/sarif.ts';
import { paintFor } from './render/terminal.ts';
import { renderText } from './render/text.ts';

/**
 * Runs `baseboard check`: checks the images, prints the verdicts and returns the exit code. Throws `UsageError`,
 * `ConfigError` and `RegistrySettingsError` before the first request. An image that cannot be checked has the verdict
 * `unknown`.
 */
export async function check(command: CheckCommand, context: ProgramContext): Promise<number> {
  const targets = await inTime(readTargets(command, context), command.timeoutMs);
  if (targets === undefined) {
    context.err('the list of images was not read to its end within --timeout');
    return exitCode([]);
  }
  const checks = await checkImages(
    targets.map(({ reference }) => reference),
    command,
    context,
  );
  for (const line of new Set(checks.flatMap(({ failures }) => failures))) context.err(line);
  const now = context.clock();
  const checked = targets.flatMap((target, index) => {
    const check = checks[index];
    return check === undefined ? [] : [checkedImage(target, check, command, now)];
  });
  context.out(render(checked, command, context, now));
  return exitCode(checked.map(({ outcome }) => outcome));
}

/** The result of some work, or `undefined` if it takes longer: standard input may never end. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function checkImages(
  references: readonly string[],
  command: CheckCommand,
  context: ProgramContext,
): Promise<ImageCheck[]> {
  const { server, timeoutMs, platforms } = command;
  if (server !== undefined) {
    const token = readToken(command.tokenFile, context);
    return requestServer(references, { server, token, timeoutMs }, context);
  }
  const settings = readJudgeSettings(command.config, context);
  const options = {
    ...settings,
    credentialEnvironment: credentialEnvironment(context.env),
    platforms,
    timeoutMs,
  };
  return context.judge(references, options, context);
}

function checkedImage(target: Target, check: ImageCheck, { tolerance }: CheckCommand, now: Date): Checked {
  const status = tolerate(check.lineage, tolerance, now);
  const outcome = outcomeOf(status);
  const tolerated = outcome === 'fresh' && outcomeOf(check.lineage.status) === 'stale';
  return { ...check, target, outcome, tolerated };
}

function render(
  checked: readonly Checked[],
  { format, quiet }: CheckCommand,
  { version, terminal, env }: CommandContext,
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
