import { isDeepStrictEqual } from 'node:util';
import { isListedSource } from '#lib/sources/source.ts';
import { keepByPerson } from '#lib/store/images/tracked-images.ts';
import { lockSources } from '#lib/store/sources/claims.ts';
import { readMentioned } from '#lib/store/sources/mentions.ts';
import { deleteSource, insertSource, listSources, updateSource } from '#lib/store/sources/sources.ts';
import { silentFrom } from './silence.ts';
import type { SourceContext } from './source-context.ts';
import {
  checkSettings,
  formatSettings,
  hostOf,
  registriesOf,
  type SourceSettings,
} from './source-settings.ts';

/**
 * Makes the stored sources those of baseboard.yaml, besides those that people created. A source that the file no longer
 * names is removed, and its images stay tracked: a file that could not be read as it was must not untrack a fleet.
 */
export async function syncConfiguredSources(
  context: SourceContext,
  configured: readonly SourceSettings[],
): Promise<void> {
  const now = context.clock();
  const parsed = configured.map((settings) => ({ settings, source: checkSettings(settings) }));
  await context.db.transaction(async (within) => {
    await lockSources(within);
    const stored = await listSources(within);
    const names = new Set(parsed.map(({ source }) => source.name));
    for (const { id } of stored.filter(({ fromFile, name }) => fromFile && !names.has(name))) {
      const images = await readMentioned(within, id);
      await keepByPerson(
        within,
        images.map(({ reference }) => reference),
      );
      await deleteSource(within, id);
    }
    for (const { settings, source } of parsed) {
      const before = stored.find(({ name }) => name === source.name);
      const json = formatSettings(settings);
      const nextAt = isListedSource(source) ? now : null;
      const columns = { kind: source.kind, settings: json, host: hostOf(source), fromFile: true };
      if (before === undefined) {
        const silentAt = silentFrom(source, { createdAt: now, heardAt: null, postedEvery: null });
        const made = { createdAt: now, createdBy: 'baseboard.yaml', state: 'ok' as const, nextAt, silentAt };
        await insertSource(within, { name: source.name, ...columns, ...made });
      } else if (!before.fromFile || before.kind !== source.kind || !isSame(before.settings, json)) {
        const silentAt = silentFrom(source, before);
        const anew = { sealedCredentials: null, nextAt, attempt: null, leasedUntil: null, silentAt };
        await updateSource(within, before.id, { ...columns, ...anew });
      }
    }
  });
  const listed = parsed.flatMap(({ source }) => registriesOf(source));
  if (listed.length > 0) await context.registries.choose(listed);
}

/** Compares with what the database returns: JSON has no `undefined`. */
function isSame(stored: unknown, settings: object): boolean {
  return isDeepStrictEqual(stored, JSON.parse(JSON.stringify(settings)));
}
