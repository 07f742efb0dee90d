import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from '../prepare.js';

/** One import in one file. */
export interface Import {
  /** The importing file, from the project's folder. */
  readonly from: string;
  /** A file of the project, or a module: `zod`, `node:fs`. */
  readonly to: string;
  /** The import vanishes when types are stripped. */
  readonly typeOnly: boolean;
}

/** The project's source files with their lengths, and all their imports, type-only ones included. */
export interface ImportGraph {
  readonly files: readonly string[];
  /** The number of lines of each file. */
  readonly lines: ReadonlyMap<string, number>;
  readonly imports: readonly Import[];
}

const SOURCES = ['*.ts', '*.tsx', '*.js', '*.mjs'];

/** Reads the import graph of the files that Git tracks or would track in the project's folder. */
export function readImportGraph(): ImportGraph {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...SOURCES], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const files = [...new Set(listed.split('\n'))]
    .filter((file) => file && existsSync(join(ROOT, file)))
    .sort();
  return graphOf(new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')])));
}

/** The import graph of sources given by path. */
export function graphOf(sources: ReadonlyMap<string, string>): ImportGraph {
  const imports = [...sources].flatMap(([file, text]) => importsIn(file, text));
  const lines = new Map([...sources].map(([file, text]) => [file, text.split('\n').length - 1]));
  return { files: [...sources.keys()], lines, imports };
}

/** The formatter keeps statements at the start of a line, so text in strings and comments is not taken for one. */
const STATEMENT = /^(?:import|export)\b(\s+type\b)?(?:[^'";]*?\bfrom)?\s*'([^'\n]+)'/gm;
const EXPRESSION = /\bimport\('([^'\n]+)'\)/g;

function importsIn(from: string, text: string): Import[] {
  const found = [...text.matchAll(STATEMENT)].map(([, type, to = '']) => ({
    to,
    typeOnly: type !== undefined,
  }));
  const loaded = [...text.matchAll(EXPRESSION)].map(([, to = '']) => ({ to, typeOnly: false }));
  return [...found, ...loaded].map(({ to, typeOnly }) => ({ from, to: target(from, to), typeOnly }));
}

/** `#lib/x.ts` and `./x.ts` as paths from the project's folder; `zod/v4` and `@scope/name/x` as package names. */
function target(from: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Tests, and the fixtures that only tests use. */
export function isTest(file: string): boolean {
  return /\.(test|spec)\.tsx?$|(^|\/)testing([-./]|$)/.test(file);
}
