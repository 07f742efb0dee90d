import type { ConfigIssue } from './config-error.ts';

/** Reads a file as UTF-8 text; throws as `node:fs` does. */
export type ReadFile = (path: string) => string;

/**
 * The value in a file that a setting such as `passwordFile` or `BASEBOARD_TOKEN_FILE` names, without the white space
 * around it. `undefined` for a file that cannot be read or is empty; that is added to `issues` under `key`.
 */
export function readValueFile(
  path: string,
  key: string,
  readFile: ReadFile,
  issues: ConfigIssue[],
): string | undefined {
  const text = textOf(path, readFile)?.trim();
  if (text) return text;
  issues.push({ key, value: path, allowed: 'the path of a file that can be read and is not empty' });
  return undefined;
}

function textOf(path: string, readFile: ReadFile): string | undefined {
  try {
    return readFile(path);
  } catch {
    return undefined;
  }
}
