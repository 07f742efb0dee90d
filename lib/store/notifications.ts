import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import type { Database } from './database.ts';

/** PostgreSQL takes payloads of less than 8,000 bytes (documentation, NOTIFY). */
const MAX_PAYLOAD = 7_999;
const RECONNECT_MS = 1_000;

/** Tells every process that listens; payloads that are too long are left out. */
export async function notify(db: Database, channel: string, payloads: readonly string[]): Promise<void> {
  const sendable = payloads.filter((payload) => Buffer.byteLength(payload) <= MAX_PAYLOAD);
  if (sendable.length === 0) return;
  await db.execute(
    sql`select pg_notify(${channel}, payload) from unnest(${sql.param(sendable)}::text[]) as payload`,
  );
}

/**
 * Listens on a channel by a connection of its own, which is made anew when it breaks. Answers when it listens
 * for the first time; the result ends it.
 */
export async function listen(
  url: string,
  channel: string,
  onPayload: (payload: string) => void,
): Promise<() => Promise<void>> {
  let ended = false;
  let client = await connect(url, channel, onPayload, lost);

  function lost(): void {
    if (!ended) void reconnect();
  }

  async function reconnect(): Promise<void> {
    while (!ended) {
      await sleep(RECONNECT_MS, undefined, { ref: false });
      try {
        client = await connect(url, channel, onPayload, lost);
        if (ended) await client.end();
        return;
      } catch {
        // The database is away; the next round tries again.
      }
    }
  }

  return async () => {
    ended = true;
    await client.end().catch(() => {});
  };
}

async function connect(
  url: string,
  channel: string,
  onPayload: (payload: string) => void,
  onLost: () => void,
): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  client.on('notification', ({ payload }) => {
    if (payload !== undefined) onPayload(payload);
  });
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  client.on('end', onLost);
  return client;
}
