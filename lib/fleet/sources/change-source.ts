import type { Credentials } from '#lib/sources/registries/source-credential.ts';
import { isListedSource, type Source } from '#lib/sources/source.ts';
import { isSourceName, lockSource, type StoredSource, updateSource } from '#lib/store/sources/sources.ts';
import { type Editor, recordChange } from '../access/editor.ts';
import { nameTaken } from './create-source.ts';
import { getSource, type SourceOverview } from './read-sources.ts';
import { silentFrom } from './silence.ts';
import { noSource, type SourceContext, SourceRefusedError } from './source-context.ts';
import { credentialsProblem, refuseOtherDestination, sealCredentials } from './source-credentials.ts';
import {
  checkRequested,
  formatSettings,
  hostOf,
  refuseReadOnly,
  registriesOf,
  settingsOf,
} from './source-settings.ts';

/** New settings of a source; what is left out stays. `credentials: null` removes them. */
export interface SourceUpdate {
  readonly name?: string | undefined;
  readonly config?: unknown;
  readonly select?: unknown;
  /** Null for none. */
  readonly every?: unknown;
  readonly credentials?: Credentials | null | undefined;
}

/**
 * Changes a source, and lists it at once. A listing that runs is stopped: it read the source as it was. Recorded in the audit
 * log. Throws `NotFoundError` and {@link SourceRefusedError}.
 */
export async function changeSource(
  context: SourceContext,
  id: string,
  update: SourceUpdate,
  by: Editor,
): Promise<SourceOverview> {
  const now = context.clock();
  const source = await context.db.transaction(async (within) => {
    const stored = await lockSource(within, id);
    if (stored === undefined) throw noSource(id);
    refuseReadOnly(stored);
    const before = settingsOf(stored);
    const settings = {
      ...{ name: update.name ?? stored.name, kind: stored.kind, config: update.config ?? before.config },
      ...{
        select: update.select ?? before.select,
        every: update.every === null ? undefined : (update.every ?? before.every),
      },
    };
    const checked = checkRequested(settings);
    const sealedCredentials = newCredentials(context, stored, checked, update.credentials);
    if (await isSourceName(within, checked.name, id)) throw nameTaken(checked.name);
    const silentAt = silentFrom(checked, stored);
    // A post that is awaited less often may not be overdue.
    const isHeard = checked.kind === 'push' && stored.state === 'failing';
    await updateSource(within, id, {
      ...{ silentAt, state: isHeard ? ('ok' as const) : stored.state },
      ...{ name: checked.name, settings: formatSettings(settings), host: hostOf(checked), sealedCredentials },
      ...{ nextAt: isListedSource(checked) ? now : null, attempt: null, leasedUntil: null },
    });
    const detail = changedFields(update);
    await recordChange(within, { at: now, action: 'source-changed', subject: checked.name, detail }, by);
    return checked;
  });
  if (isListedSource(source)) {
    await context.registries.choose(registriesOf(source));
    await context.queue.listSource(id);
  }
  const overview = await getSource(context, id);
  await context.events.publish([{ type: 'source', id, state: overview.source.state }]);
  return overview;
}

function changedFields(update: SourceUpdate): string {
  return Object.entries(update)
    .flatMap(([field, value]) => (value === undefined ? [] : [field]))
    .join(', ');
}

function newCredentials(
  context: SourceContext,
  stored: StoredSource,
  source: Source,
  given: Credentials | null | undefined,
): string | null {
  if (given === undefined) {
    if (stored.sealedCredentials === null) return null;
    refuseOtherDestination(source, stored);
    return stored.sealedCredentials;
  }
  const problem = credentialsProblem(source, given);
  if (problem !== undefined)
    throw new SourceRefusedError('invalid-request', `credentials: ${problem}.`, 'credentials');
  return given === null ? null : sealCredentials(context, stored.id, given);
}
