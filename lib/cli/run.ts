import { ConfigError } from '#lib/config/config-error.ts';
import { RegistrySettingsError } from '#lib/registry/settings.ts';
import { check } from './check.ts';
import { parseArguments } from './input/arguments.ts';
import { HELP } from './input/help.ts';
import { UsageError } from './input/usage-error.ts';
import { EXIT_BUG, EXIT_USAGE } from './judging/check-result.ts';
import type { ProgramContext } from './judging/judge-locally.ts';
import { printable } from './render/terminal.ts';

/** Runs the command line with the arguments after the program's name. Returns the exit code and never rejects. */
export async function run(args: readonly string[], context: ProgramContext): Promise<number> {
  const err = (text: string) => {
    for (const line of text.split('\n')) context.err(`baseboard: ${printable(line)}\n`);
  };
  try {
    const command = parseArguments(args);
    switch (command.kind) {
      case 'help':
        context.out(HELP);
        return 0;
      case 'version':
        context.out(`${context.version}\n`);
        return 0;
      case 'sources': {
        // Loaded only here, so that other commands start faster.
        const { sources } = await import('./sources/sources.ts');
        return await sources(command.args, { ...context, err });
      }
      case 'import': {
        const { importCommand } = await import('./import/import.ts');
        return await importCommand(command.args, { ...context, err });
      }
      case 'agent': {
        const { agent } = await import('./agent/agent.ts');
        return await agent(command.args, { ...context, err });
      }
      case 'check':
        return await check(command, { ...context, err });
    }
  } catch (error) {
    if (error instanceof UsageError) {
      err(error.message);
      err('see baseboard --help');
      return EXIT_USAGE;
    }
    if (error instanceof ConfigError || error instanceof RegistrySettingsError) {
      err(error.message);
      return EXIT_USAGE;
    }
    err(`this is a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return EXIT_BUG;
  }
}
