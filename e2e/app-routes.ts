import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const APP = join(import.meta.dirname, '..', 'app');
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

/** A route or a page as the file system has it. */
export interface Served {
  readonly file: string;
  /** As it is written in `app`, without the groups in parentheses: `/api/v1/images/[id]`. */
  readonly path: string;
  /** The methods that a route exports; a page has none. */
  readonly methods: readonly Method[] | 'page';
}

/** Everything below `app` that answers a request. */
export function everythingServed(): Served[] {
  return readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?:^|\/)(?:route|page)\.tsx?$/.test(file))
    .map((file) => ({
      file: `app/${file}`,
      path: pathOf(dirname(file)),
      methods: /page\.tsx?$/.test(file)
        ? ('page' as const)
        : exportedMethods(readFileSync(join(APP, file), 'utf8')),
    }));
}

function pathOf(folder: string): string {
  const parts = folder.split('/').filter((part) => part !== '.' && !/^\(.*\)$/.test(part));
  return `/${parts.join('/')}`;
}

/** `export const GET`, `export async function POST`, `export { any as DELETE }`. */
function exportedMethods(source: string): Method[] {
  return METHODS.filter(
    (method) =>
      new RegExp(`export\\s+(?:const|let|async\\s+function|function)\\s+${method}\\b`).test(source) ||
      new RegExp(`export\\s*\\{[^}]*\\b${method}\\b[^}]*\\}`).test(source),
  );
}

const SAMPLES: Readonly<Record<string, string>> = {
  id: '00000000-0000-4000-8000-000000000000',
  digest: `sha256:${'0'.repeat(64)}`,
  action: 'stop',
};

/** An address of a path, with something in place of its parameters that is not there. */
export function addressOf(path: string): string {
  return path.replace(/\[+(?:\.\.\.)?([^\]]+)\]+/g, (_, name: string) => SAMPLES[name] ?? 'nothing');
}
