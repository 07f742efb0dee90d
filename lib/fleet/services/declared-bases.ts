import type { Logger } from 'pino';
import {
  type BaseDeclaration,
  basesByName,
  declaredBases,
} from '#lib/judging/operator-bases/declared-bases.ts';
import type { Facts } from '#lib/lineage/facts/facts.ts';
import type { Database } from '#lib/store/database/database.ts';
import { listDeclaredBases } from '#lib/store/images/declared-bases.ts';
import type { Events } from './events.ts';

/** The declared bases that a process knows: those of the configuration, and a copy of those in the database. */
export interface DeclaredBases {
  /** Those of the configuration. They take precedence. */
  readonly configured: readonly BaseDeclaration[];
  /** The base that the configuration declares for an image. */
  readonly configuredBase: Facts['declaredBase'];
  /** The base that is declared for an image. */
  readonly baseOf: Facts['declaredBase'];
  /** Reads those in the database again. A check that starts afterwards knows every base declared before. */
  refresh(): Promise<void>;
  close(): void;
}

/** Bases in the database are not known before the first `refresh`. Changes by other processes arrive as events. */
export function createDeclaredBases(
  { db, events, log }: { readonly db: Database; readonly events: Events; readonly log: Logger },
  configured: readonly BaseDeclaration[],
): DeclaredBases {
  const configuredBase = declaredBases(configured);
  let stored: Facts['declaredBase'] = () => undefined;
  let started = 0;
  let shown = 0;
  const refresh = async () => {
    started += 1;
    const own = started;
    const rows = await listDeclaredBases(db);
    // An older read that took longer must not replace a newer one.
    if (own < shown) return;
    shown = own;
    stored = basesByName(rows);
  };
  const refreshLater = () => {
    refresh().catch((err) => log.warn({ err }, 'the declared bases could not be read'));
  };
  const ends = [
    events.subscribe((event) => {
      if (event.type === 'declared-base') refreshLater();
    }),
    // Events during the interruption are lost.
    events.onReconnect(refreshLater),
  ];
  return {
    configured,
    configuredBase,
    baseOf: (reference) => configuredBase(reference) ?? stored(reference),
    refresh,
    close() {
      for (const end of ends) end();
    },
  };
}
