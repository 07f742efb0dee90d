import { expect, it } from 'vitest';
import type { ChannelView, DeliveryView } from '#lib/api/contract/channels.ts';
import { channelFilter, matchWords } from './channel-form/match-words.ts';
import {
  changesWords,
  coolDownWords,
  deliverySubject,
  deliveryWord,
  destinationWords,
  outcomeText,
} from './channel-words.ts';

it.each<[Partial<ChannelView>, string]>([
  [
    { kind: 'email', preset: null, destination: { recipients: ['a@x.example', 'b@x.example'] } },
    'a@x.example, b@x.example',
  ],
  [{ kind: 'slack', preset: null, destination: { host: 'hooks.slack.com' } }, 'hooks.slack.com'],
  [
    { kind: 'webhook', preset: 'generic', destination: { host: 'ci.example' } },
    'Signed CloudEvent to ci.example',
  ],
  [
    {
      kind: 'webhook',
      preset: 'github-dispatch',
      destination: { host: 'api.github.com', repository: 'a/b' },
    },
    'a/b at api.github.com',
  ],
  [
    {
      kind: 'webhook',
      preset: 'github-workflow',
      destination: { host: 'api.github.com', repository: 'a/b', workflow: 'w.yaml', ref: 'main' },
    },
    'a/b w.yaml on main at api.github.com',
  ],
  [
    {
      kind: 'webhook',
      preset: 'gitlab-pipeline',
      destination: { host: 'gitlab.com', project: 'a/b', ref: 'main' },
    },
    'a/b on main at gitlab.com',
  ],
])('%j goes to %s', (channel, expected) => {
  expect(destinationWords(channel as ChannelView)).toBe(expected);
});

it.each<[Partial<DeliveryView>, string, string]>([
  [{ kind: 'test', images: 0, change: null, state: 'delivered', attempts: 1 }, 'Delivered', 'Test'],
  [{ kind: 'digest', images: 1, change: null, state: 'waiting', attempts: 0 }, 'Waiting', '1 image'],
  [{ kind: 'digest', images: 7, change: null, state: 'waiting', attempts: 3 }, 'Retrying', '7 images'],
  [{ kind: 'event', images: 1, change: 'fresh', state: 'failed', attempts: 9 }, 'Failed', 'Up to date again'],
])('%j is %s: %s', (delivery, word, subject) => {
  expect(deliveryWord(delivery as DeliveryView)).toBe(word);
  expect(deliverySubject(delivery as DeliveryView)).toBe(subject);
});

it.each([
  [0, ''],
  [1, 'after 1 hour'],
  [36, 'after 36 hours'],
  [24, 'after 1 day'],
  [72, 'after 3 days'],
])('a cool-down of %i h reads %j', (hours, words) => {
  expect(coolDownWords(hours)).toBe(words);
});

it('changes read in one order, whatever order they were chosen in', () => {
  expect(changesWords(['fresh', 'stale'])).toBe('Went stale, up to date again');
});

it.each([
  [{ total: 0, byStatus: {} }, 'No image matches now. Images that match later are included.'],
  [{ total: 1, byStatus: { stale: 1 } }, '1 image matches: 1 stale now.'],
  [
    { total: 1200, byStatus: { stale: 2, 'stale-by-ancestor': 1, broken: 1, 'up-to-date': 1196 } },
    '1,200 images match: 3 stale, 1 broken now.',
  ],
  [{ total: 3, byStatus: { pending: 2, unknown: 1 } }, '3 images match: 1 unknown now.'],
  [{ total: 5, byStatus: { 'up-to-date': 5 } }, '5 images match, none with a problem now.'],
])('%j reads %s', (summary, words) => {
  expect(matchWords(summary as Parameters<typeof matchWords>[0])).toBe(words);
});

it('a channel covers the sample fleet only if its filter names it', () => {
  expect(channelFilter('repo:shop/*')).toBe('repo:shop/* -is:sample');
  expect(channelFilter('is:sample')).toBe('is:sample');
  expect(channelFilter('nonsense:x')).toBe('nonsense:x');
});

it.each([
  ['delivered', 204, 'Delivered (204)'],
  ['delivered', null, 'Delivered'],
  ['server-error', 500, 'The receiver answered 500'],
  ['server-error', null, 'The receiver failed'],
  ['rate-limited', 429, 'The receiver answered 429'],
  ['refused', 401, 'The receiver refused the message (401). Check the URL and the token.'],
  ['timeout', null, 'The receiver did not answer in time'],
] as const)('%s with the status %s reads %s', (outcome, statusCode, text) => {
  expect(outcomeText(outcome, statusCode)).toBe(text);
});

it('a destination that cannot be read says so', () => {
  const channel = { kind: 'webhook', preset: 'github-workflow', destination: {} } as ChannelView;
  expect(destinationWords(channel)).toBe('Unknown destination');
  expect(destinationWords({ ...channel, kind: 'email', preset: null })).toBe('Unknown destination');
});
