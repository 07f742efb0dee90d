import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../testing.ts';
import {
  countReportView,
  findOpenReport,
  insertReport,
  listReports,
  type NewReport,
  readReportContent,
  revokeReport,
} from './reports.ts';

const database = testDatabase();
const NOW = new Date('2026-06-01T12:00:00.000Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

const made = (id: string, changes: Partial<NewReport> = {}): NewReport => ({
  id,
  madeBy: 'otto',
  madeAt: NOW,
  title: 'Our bases',
  note: null,
  filter: '',
  chosen: null,
  live: false,
  expiresAt: null,
  staleDays: null,
  content: `{"of":"${id}"}\n`,
  ...changes,
});

describe('reports', () => {
  it('are found by their id until they expire', async () => {
    const db = database();
    await insertReport(db, made('lasting'));
    await insertReport(db, made('ending', { expiresAt: later(60) }));
    const content = async (id: string, at: Date) =>
      (await findOpenReport(db, id, at)) && (await readReportContent(db, id));
    expect(await content('lasting', later(1e9))).toBe('{"of":"lasting"}\n');
    expect(await content('ending', later(59))).toBe('{"of":"ending"}\n');
    expect(await content('ending', later(60))).toBeUndefined();
    // The lookup uses a hash, so case, wildcards and characters that PostgreSQL rejects make no difference.
    for (const id of ['', 'LASTING', 'last%', 'lasting ', '\0', '\ud800', 'x'.repeat(100_000)])
      expect(await content(id, NOW)).toBeUndefined();
  });

  it('are stored byte for byte, whatever they contain', async () => {
    const content = `${JSON.stringify({ text: 'é \u{1f600} \\u0000 \u2028', size: 'x'.repeat(3_000_000) })}\n`;
    await insertReport(database(), made('large', { content }));
    expect(await readReportContent(database(), 'large')).toBe(content);
  });

  it('lose their content when their author revokes them, which works once', async () => {
    const db = database();
    await insertReport(db, made('secret'));
    expect(await revokeReport(db, 'secret', { madeBy: 'eve', at: NOW })).toBe(false);
    expect(await findOpenReport(db, 'secret', NOW)).toBeDefined();
    expect(await revokeReport(db, 'secret', { madeBy: 'otto', at: NOW })).toBe(true);
    expect(await findOpenReport(db, 'secret', NOW)).toBeUndefined();
    expect(await revokeReport(db, 'secret', { madeBy: undefined, at: NOW })).toBe(false);
    const { rows } = await db.execute(sql`select content from reports where id = 'secret'`);
    expect(rows).toEqual([{ content: null }]);
  });

  it('count concurrent views, and store the time of the last', async () => {
    const db = database();
    await insertReport(db, made('read', { madeBy: 'reader' }));
    await Promise.all(Array.from({ length: 20 }, (_, index) => countReportView(db, 'read', later(index))));
    const { items } = await listReports(db, { madeBy: 'reader', limit: 10, cursor: undefined });
    expect(items).toMatchObject([{ id: 'read', views: 20, lastViewAt: later(19) }]);
    expect(Object.keys(items[0] ?? {})).not.toContain('content');
  });
});
