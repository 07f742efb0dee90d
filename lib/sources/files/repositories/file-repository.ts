import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RegistryError } from '#lib/registry/errors.ts';
import type { ListPage, ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import { type ListerDeps, listError, readPage } from '../../registries/lister-deps.ts';

/** A file in the tree of a repository. */
export interface TreeFile {
  readonly path: string;
  /** The hash of its content, as git computes it. */
  readonly hash: string;
  readonly bytes?: number | undefined;
}

/** The files of a tree, as far as the server lists them. */
export interface FileTree {
  readonly files: readonly TreeFile[];
  /** The server or a limit cut the list off. */
  readonly cutOff: boolean;
}

/** Reads a repository at one commit. Both methods reject with `RegistryError`. */
export interface FileRepository {
  /** The right that is needed, in the host's own words. */
  readonly right: string;
  tree(): Promise<FileTree>;
  /** The text of a file. */
  text(file: TreeFile): Promise<string>;
}

/** The most entries of a tree that are read. */
export const MAX_ENTRIES = 50_000;

/** An entry of a tree: only regular files are read, so no symbolic links and submodules. */
export const treeEntry = z.looseObject({ path: z.string(), mode: z.string(), type: z.string() });

/** True for the mode of a regular file. */
export function isRegularFile({ mode, type }: z.output<typeof treeEntry>): boolean {
  return type === 'blob' && /^100[0-7]{3}$/.test(mode);
}

const blobSchema = z.looseObject({ encoding: z.literal('base64'), content: z.string() });

/** Reads a file by its hash, and checks that it has it: GitHub and GitLab send blobs in the same form. */
export async function readBlob(
  pages: ListerDeps['pages'],
  request: ListPageRequest,
  hash: string,
  failure: (page: ListPage) => RegistryError,
): Promise<string> {
  const { content } = await readPage(pages, request, blobSchema, failure);
  const bytes = Buffer.from(content.content, 'base64');
  const algorithm = hash.length === 64 ? 'sha256' : 'sha1';
  const found = createHash(algorithm).update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');
  if (found === hash) return bytes.toString('utf8').replace(/^\uFEFF/, '');
  const problem = 'the content does not have the hash that the tree names';
  throw listError(request, { kind: 'invalid-response', code: 'WRONG_HASH', problem });
}

/** The error of a 404: hosts hide what a token may not see. */
export function notFound(request: ListPageRequest, what: string): RegistryError {
  const problem = `${what} was not found, or may not be read with the available credentials (HTTP 404)`;
  return listError(request, { kind: 'not-visible', code: 'NOT_FOUND', problem, status: 404 });
}
