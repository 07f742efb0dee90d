import { randomUUID } from 'node:crypto';
import type { SourceFile } from '#lib/sources/files/declarations.ts';
import type { Credentials } from '#lib/sources/registries/source-credential.ts';
import { isListedSource, type Source } from '#lib/sources/source.ts';
import { lockSources } from '#lib/store/sources/claims.ts';
import { countSources, insertSource } from '#lib/store/sources/sources.ts';
import { type Editor, recordChange } from '../access/editor.ts';
import { getSource, type SourceOverview } from './read-sources.ts';
import { silentFrom } from './silence.ts';
import { type SourceContext, SourceRefusedError } from './source-context.ts';
import { credentialsProblem, sealCredentials } from './source-credentials.ts';
import {
  checkRequested,
  formatSettings,
  hostOf,
  registriesOf,
  type SourceSettings,
} from './source-settings.ts';
import { uploadFiles } from './upload-files.ts';

/** A source as a request gives it. */
export interface SourceRequest extends SourceSettings {
  readonly credentials?: Credentials | undefined;
  /** Of the kind `files`. */
  readonly files?: readonly SourceFile[] | undefined;
}

/** Each is listed again and again, and its images are part of every look at the fleet. */
const MAX_SOURCES = 200;

/**
 * Creates a source, and lists it at once. Recorded in the audit log. Throws {@link SourceRefusedError}.
 */
export async function createSource(
  context: SourceContext,
  request: SourceRequest,
  by: Editor,
): Promise<SourceOverview> {
  const source = checkRequested(request);
  refuseFiles(source, request);
  const problem = credentialsProblem(source, request.credentials ?? null);
  if (problem !== undefined)
    throw new SourceRefusedError('invalid-request', `credentials: ${problem}.`, 'credentials');
  const id = randomUUID();
  const sealedCredentials =
    request.credentials === undefined ? null : sealCredentials(context, id, request.credentials);
  const now = context.clock();
  const isListed = isListedSource(source);
  await context.db.transaction(async (within) => {
    await lockSources(within);
    if ((await countSources(within)) >= MAX_SOURCES) {
      const full = `There are already ${MAX_SOURCES} sources, the maximum. Remove one first.`;
      throw new SourceRefusedError('too-many-sources', full);
    }
    const stored = await insertSource(within, {
      ...{ id, name: source.name, kind: source.kind, settings: formatSettings(request), sealedCredentials },
      ...{ state: 'ok', host: hostOf(source), nextAt: isListed ? now : null },
      ...{ createdAt: now, createdBy: by.name },
      silentAt: silentFrom(source, { createdAt: now, heardAt: null, postedEvery: null }),
    });
    if (stored === undefined) throw nameTaken(source.name);
    const change = { at: now, action: 'source-created', subject: source.name, detail: source.kind } as const;
    await recordChange(within, change, by);
  });
  if (isListed) {
    // It is listed with the login for its registry, as an image that a person tracks is read with it.
    await context.registries.choose(registriesOf(source));
    await context.queue.listSource(id);
  }
  await context.events.publish([{ type: 'source', id, state: 'ok' }]);
  return request.files === undefined ? getSource(context, id) : uploadFiles(context, id, request.files, by);
}

/** Refuses files of a source that takes none. Throws {@link SourceRefusedError}. */
export function refuseFiles({ kind }: Source, { files }: Pick<SourceRequest, 'files'>): void {
  if (files === undefined || kind === 'files') return;
  const problem = `files: only a source of the kind files takes files, not one of the kind ${kind}.`;
  throw new SourceRefusedError('invalid-request', problem, 'files');
}

/** Another source has the name. */
export function nameTaken(name: string): SourceRefusedError {
  return new SourceRefusedError('name-taken', `Another source is called “${name}”.`, 'name');
}
