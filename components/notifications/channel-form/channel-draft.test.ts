import { describe, expect, it } from 'vitest';
import { type ChannelView, channelEdit, channelRequest } from '#lib/api/contract/channels.ts';
import {
  type ChannelDraft,
  creationOf,
  draftOf,
  EMPTY_DRAFT,
  editOf,
  kindRefusal,
  newDraft,
  recipientsError,
  toggled,
} from './channel-draft.ts';

const typed = (part: Partial<ChannelDraft>): ChannelDraft => ({ ...EMPTY_DRAFT, name: ' Ops ', ...part });

const CHANNEL: ChannelView = {
  id: '7b9e128c-abf7-4ef0-93e5-102b55cebf3e',
  name: 'Ops',
  kind: 'webhook',
  preset: 'github-workflow',
  destination: { host: 'api.github.com', repository: 'acme/images', workflow: 'w.yaml', ref: 'main' },
  filter: 'repo:shop/*',
  changes: ['stale'],
  coolDownHours: 72,
  enabled: true,
  failingSince: null,
  pausedAt: null,
  lastDelivery: null,
  createdAt: '2026-01-02T03:04:05.000Z',
  createdBy: 'operator',
};

describe('a new channel’s request', () => {
  it.each<[Partial<ChannelDraft>, unknown]>([
    [{ url: ' https://x.example/h ' }, { kind: 'webhook', preset: 'generic', url: 'https://x.example/h' }],
    [
      { kind: 'slack', url: 'https://x.example/h' },
      { kind: 'slack', url: 'https://x.example/h' },
    ],
    [
      { kind: 'email', recipients: 'a@example.com, b@example.com\n\nc@example.com ' },
      { kind: 'email', recipients: ['a@example.com', 'b@example.com', 'c@example.com'] },
    ],
    [
      { preset: 'github-dispatch', repository: 'a/b', token: 't' },
      { kind: 'webhook', preset: 'github-dispatch', repository: 'a/b', token: 't' },
    ],
    [
      { preset: 'gitlab-pipeline', project: 'a/b', ref: 'main', token: 't', url: 'https://git.example' },
      {
        kind: 'webhook',
        preset: 'gitlab-pipeline',
        project: 'a/b',
        ref: 'main',
        token: 't',
        url: 'https://git.example',
      },
    ],
  ])('%j', (part, destination) => {
    const request = creationOf(typed(part));
    expect(request).toMatchObject({ name: 'Ops', filter: '', coolDownHours: 0 });
    expect(request.destination).toEqual(destination);
    expect(channelRequest.safeParse(request).error).toBeUndefined();
  });

  it.each<[Partial<ChannelDraft>, string]>([
    [{ url: 'nonsense' }, 'destination.url'],
    [{ url: 'https://x.example', signingKey: 'short' }, 'destination.signingKey'],
    [{ url: 'https://x.example', coolDownHours: '1.5' }, 'coolDownHours'],
    [{ url: 'https://x.example', coolDownHours: '-1' }, 'coolDownHours'],
    [{ url: 'https://x.example', name: '  ' }, 'name'],
    [{ url: 'https://x.example', changes: [] }, 'changes'],
    [{ kind: 'email', recipients: '' }, 'destination.recipients'],
    [{ kind: 'email', recipients: 'nobody' }, 'destination.recipients.0'],
    [{ preset: 'github-dispatch', repository: 'a', token: 't' }, 'destination.repository'],
    [{ preset: 'gitlab-pipeline', project: 'a/b', ref: 'a b', token: 't' }, 'destination.ref'],
  ])('%j is wrong at %s', (part, path) => {
    const { error } = channelRequest.safeParse(creationOf(typed(part)));
    expect(error?.issues[0]?.path.join('.')).toBe(path);
  });
});

describe('a change', () => {
  it('leaves the destination alone unless it is entered', () => {
    const draft = draftOf(CHANNEL);
    expect(editOf(draft)).toEqual({
      name: 'Ops',
      filter: 'repo:shop/*',
      changes: ['stale'],
      coolDownHours: 72,
    });
    const entered = editOf({ ...draft, entersDestination: true, token: 't' });
    expect(entered.destination).toMatchObject({ repository: 'acme/images', workflow: 'w.yaml', ref: 'main' });
    expect(channelEdit.safeParse(entered).error).toBeUndefined();
  });

  it('has the recipients at hand', () => {
    const destination = { recipients: ['a@example.com', 'b@example.com'] };
    const draft = draftOf({ ...CHANNEL, kind: 'email', preset: null, destination });
    expect(editOf(draft).destination).toEqual({ kind: 'email', ...destination });
  });
});

it('a change is added and taken away', () => {
  expect(toggled(['stale'], 'fresh')).toEqual(['stale', 'fresh']);
  expect(toggled(['stale', 'fresh'], 'stale')).toEqual(['fresh']);
});

it('a new channel is of a kind that this server can create', () => {
  expect(newDraft({ secrets: true, email: true }).kind).toBe('webhook');
  expect(newDraft({ secrets: false, email: true }).kind).toBe('email');
  expect(newDraft({ secrets: false, email: false }).kind).toBe('webhook');
});

it('a kind that this server cannot create says what to set', () => {
  expect(kindRefusal('email', { secrets: true, email: false })).toContain('smtp');
  expect(kindRefusal('slack', { secrets: false, email: true })).toContain('BASEBOARD_SECRET_KEY');
  for (const kind of ['webhook', 'slack', 'email'] as const) {
    expect(kindRefusal(kind, { secrets: true, email: true })).toBeUndefined();
  }
});

it('the error of the recipients is that of the field, else of the first wrong address', () => {
  const errors: Record<string, string> = { 'destination.recipients[2]': 'is not an address' };
  expect(recipientsError((field) => errors[field])).toBe('is not an address');
  errors['destination.recipients'] = 'is too long';
  expect(recipientsError((field) => errors[field])).toBe('is too long');
  expect(recipientsError(() => undefined)).toBeUndefined();
});
