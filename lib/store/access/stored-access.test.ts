import { sql } from 'drizzle-orm';
import { expect, it, vi } from 'vitest';
import { testDatabase } from '../testing.ts';
import { findApiToken, saveApiToken } from './api-tokens.ts';
import { findPerson, listPeople, savePerson } from './people.ts';

const database = testDatabase();
const at = new Date('2026-05-01T10:00:00Z');

it('unreadable claims and scopes of another version give no role or permission, but their rows are listed', async () => {
  const warning = vi.spyOn(process, 'emitWarning').mockReturnValue();
  const seen = { issuer: 'https://id.example', claim: 'groups', claimValues: ['admins'] };
  const ada = await savePerson(database(), { ...seen, subject: 'ada', name: 'Ada' }, at);
  await savePerson(database(), { ...seen, subject: 'bob', name: 'Bob' }, at);
  const token = { hash: 'x', name: 'CI', hint: 'bb_1', scopes: ['read' as const] };
  const { id } = await saveApiToken(database(), { ...token, personId: ada.id, createdAt: at, expiresAt: at });
  await database().execute(sql`update people set claim_values = '{"groups": []}' where subject = 'ada'`);
  await database().execute(sql`update api_tokens set scopes = '["everything"]'`);
  expect(await findPerson(database(), ada.id)).toMatchObject({ name: 'Ada', claimValues: [] });
  expect((await findApiToken(database(), 'x'))?.token).toMatchObject({ id, scopes: [] });
  expect((await listPeople(database(), at)).map(({ person }) => [person.name, person.claimValues])).toEqual([
    ['Ada', []],
    ['Bob', ['admins']],
  ]);
  expect(warning.mock.calls.map(([message]) => String(message))).toEqual([
    expect.stringContaining(`the claim of the person ${ada.id} cannot be read`),
    expect.stringContaining(`the scopes of the API token ${id} cannot be read`),
  ]);
  warning.mockRestore();
});
