import pg from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';
import { CASCADE_STATE, type CascadeState, REBASE_STATE, type RebaseState } from '#lib/rebase/states.ts';
import { HEALTH_STATE, type HealthState } from '#lib/registry/health/health.ts';
import { SOURCE_STATE, type SourceState } from '#lib/sources/source-state.ts';
import { SCAN_STATE, type ScanState } from '../scan-state.ts';

/** What happens in a fleet; every process receives it. */
export type FleetEvent =
  | {
      readonly type: 'scan';
      readonly id: string;
      readonly total: number;
      readonly checked: number;
      readonly done: number;
      readonly failed: number;
      readonly changed: number;
      readonly unreachable: number;
      readonly skipped: number;
      readonly state: ScanState;
    }
  | {
      readonly type: 'verdict';
      readonly imageId: string;
      readonly reference: string;
      readonly status: Status;
      readonly previousStatus: Status | null;
      readonly at: string;
    }
  | { readonly type: 'rebase'; readonly id: string; readonly state: RebaseState }
  | { readonly type: 'cascade'; readonly id: string; readonly state: CascadeState }
  /** A base was declared for an image or a repository, or a declaration was removed. */
  | { readonly type: 'declared-base'; readonly image: string }
  /** A source was changed, its listing got further, or it is gone. */
  | { readonly type: 'source'; readonly id: string; readonly state: SourceState }
  | {
      readonly type: 'registry';
      readonly host: string;
      readonly state: HealthState | null;
      /** True if every process should retry the registry at once. */
      readonly retry: boolean;
      /** It limits requests and wants none before then (ISO 8601): every process obeys. */
      readonly pausedUntil?: string | undefined;
    };

/** An event from another process, which may be of another version. */
const fleetEvent: z.ZodType<FleetEvent> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('scan'),
    id: z.string(),
    total: z.number(),
    checked: z.number(),
    done: z.number(),
    failed: z.number(),
    changed: z.number(),
    unreachable: z.number(),
    skipped: z.number(),
    state: z.enum(SCAN_STATE),
  }),
  z.object({
    type: z.literal('verdict'),
    imageId: z.string(),
    reference: z.string(),
    status: z.enum(STATUS),
    previousStatus: z.enum(STATUS).nullable(),
    at: z.string(),
  }),
  z.object({ type: z.literal('rebase'), id: z.string(), state: z.enum(REBASE_STATE) }),
  z.object({ type: z.literal('cascade'), id: z.string(), state: z.enum(CASCADE_STATE) }),
  z.object({ type: z.literal('declared-base'), image: z.string() }),
  z.object({ type: z.literal('source'), id: z.string(), state: z.enum(SOURCE_STATE) }),
  z.object({
    type: z.literal('registry'),
    host: z.string(),
    state: z.enum(HEALTH_STATE).nullable(),
    retry: z.boolean(),
    pausedUntil: z.iso.datetime().optional(),
  }),
]);

/** Events across all processes on one database. */
export interface Events {
  publish(events: readonly FleetEvent[]): Promise<void>;
  /** Calls the listener with every event from now on, this process's own too; the returned function ends that. */
  subscribe(listener: (event: FleetEvent) => void): () => void;
  /** Calls the listener when the connection is back after a break, whose events are lost. */
  onReconnect(listener: () => void): () => void;
  close(): Promise<void>;
}

const CHANNEL = 'baseboard_events';
/** Shorter than the time until pages learn that the database is back: events then keep current what they refetch. */
const RECONNECT_MS = 250;
/** PostgreSQL takes payloads below 8000 bytes. */
const MAX_PAYLOAD = 7500;

/** Events by LISTEN/NOTIFY on one connection of their own, which is renewed when it breaks. */
export async function listenForEvents(url: string, pool: pg.Pool, log: Logger): Promise<Events> {
  const listeners = new Set<(event: FleetEvent) => void>();
  const reconnectListeners = new Set<() => void>();
  let closed = false;
  let client: pg.Client | undefined;

  const connect = async () => {
    const fresh = new pg.Client({ connectionString: url });
    fresh.on('notification', ({ payload }) => deliver(payload));
    fresh.on('error', () => fresh.end().catch(() => {}));
    fresh.on('end', () => {
      if (closed || client !== fresh) return;
      setTimeout(() => void reconnect(), RECONNECT_MS).unref();
    });
    await fresh.connect();
    await fresh.query(`listen ${CHANNEL}`);
    client = fresh;
  };
  let broken = false;
  const reconnect = async () => {
    if (closed) return;
    try {
      await connect();
      if (broken) log.info('the connection for events is back');
      broken = false;
      for (const listener of reconnectListeners) listener();
    } catch (err) {
      // Once per break, not every second.
      if (!broken) log.warn({ err }, 'the connection for events is broken; trying again');
      broken = true;
      setTimeout(() => void reconnect(), RECONNECT_MS).unref();
    }
  };
  const deliver = (payload: string | undefined) => {
    if (payload === undefined) return;
    for (const event of z.array(z.unknown()).parse(JSON.parse(payload))) {
      const parsed = fleetEvent.safeParse(event);
      if (!parsed.success) log.warn({ event }, 'an event of another version was ignored');
      else for (const listener of listeners) listener(parsed.data);
    }
  };

  await connect();
  return {
    async publish(events) {
      const payloads = pack(events);
      if (payloads.length > 0)
        await pool.query('select pg_notify($1, payload) from unnest($2::text[]) as payload', [
          CHANNEL,
          payloads,
        ]);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onReconnect(listener) {
      reconnectListeners.add(listener);
      return () => reconnectListeners.delete(listener);
    },
    async close() {
      closed = true;
      listeners.clear();
      reconnectListeners.clear();
      await client?.end();
    },
  };
}

/** As few payloads as hold all events. */
function pack(events: readonly FleetEvent[]): string[] {
  const payloads: string[] = [];
  let current: FleetEvent[] = [];
  let size = 2;
  for (const event of events) {
    const length = Buffer.byteLength(JSON.stringify(event)) + 1;
    if (size + length > MAX_PAYLOAD && current.length > 0) {
      payloads.push(JSON.stringify(current));
      current = [];
      size = 2;
    }
    current.push(event);
    size += length;
  }
  if (current.length > 0) payloads.push(JSON.stringify(current));
  return payloads;
}
