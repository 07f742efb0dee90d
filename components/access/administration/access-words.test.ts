import { describe, expect, it } from 'vitest';
import type { AccessEntryView } from '#lib/api/contract/access.ts';
import { agentWords, entrySentence } from './access-words.ts';

const entry = (rest: Partial<AccessEntryView>): AccessEntryView => ({
  id: '1',
  at: '2026-01-01T00:00:00Z',
  action: 'login',
  actor: 'ada',
  subject: null,
  address: '192.0.2.1',
  times: 1,
  detail: null,
  ...rest,
});

describe('entrySentence', () => {
  it.each<[Partial<AccessEntryView>, string]>([
    [{ detail: 'as admin, by Example' }, 'ada logged in as admin, by Example'],
    [{ action: 'logout' }, 'ada logged out'],
    [
      { action: 'login-refused', actor: null, times: 1200, detail: 'a wrong token' },
      'Someone failed to log in, 1,200 times within a minute: a wrong token',
    ],
    [
      { action: 'sessions-ended', subject: 'bob', detail: '2 sessions' },
      'ada ended the sessions of bob: 2 sessions',
    ],
    [
      { action: 'sessions-ended', subject: 'ada', detail: '1 session' },
      'ada ended their own session: 1 session',
    ],
    [{ action: 'token-made', subject: 'ci (bb_abcde…)' }, 'ada created the API token ci (bb_abcde…)'],
    [{ action: 'token-revoked', subject: 'ci', detail: 'of bob' }, 'ada revoked the API token ci: of bob'],
    [{ action: 'token-refused', actor: null }, 'Someone used a refused token'],
    [
      { action: 'made-public', subject: 'repo:shop/*', detail: '3 images' },
      'ada made repo:shop/* public: 3 images',
    ],
    [
      { action: 'channel-changed', subject: 'Team', detail: 'filter, enabled' },
      'ada changed the notification channel Team: filter, enabled',
    ],
    [{ action: 'channel-created', subject: 'Team' }, 'ada created the notification channel Team'],
    [{ action: 'channel-deleted', subject: 'Team' }, 'ada deleted the notification channel Team'],
    [{ action: 'made-private', detail: '1 image' }, 'ada made the selected images private: 1 image'],
  ])('%o', (rest, sentence) => {
    expect(entrySentence(entry(rest))).toBe(sentence);
  });
});

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    'Chrome on Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge on Windows',
  ],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'Safari on iOS'],
  ['curl/8.5', 'curl/8.5'],
  ['', 'a client without a User-Agent'],
])('%s is %s', (agent, words) => {
  expect(agentWords(agent)).toBe(words);
});
