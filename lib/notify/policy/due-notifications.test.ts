import { describe, expect, it } from 'vitest';
import { isForPeople, PRESET } from '../destinations/presets.ts';
import { eventId } from '../events/change-event.ts';
import { type Candidate, deliveryKindOf, dueNotifications } from './due-notifications.ts';
import { digestSendAt, planDeliveries } from './plan-deliveries.ts';

const NOW = new Date('2026-01-10T12:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const candidate = (name: string, part: Partial<Candidate> = {}): Candidate => ({
  imageId: `id-of-${name}`,
  reference: `r.test/${name}:1`,
  digest: null,
  status: 'stale',
  finding: { kind: 'stated', text: 'Its base moved.' },
  lastKnown: null,
  base: null,
  state: { change: 'fresh', alarmed: false },
  change: 'stale',
  since: later(-60),
  behindSince: later(-3600),
  holdEndedAt: null,
  recent: [{ status: 'stale', previousStatus: 'up-to-date' }],
  ...part,
});
const WEBHOOK = { id: 'c', kind: 'webhook', preset: 'generic', coolDownHours: 0 } as const;
type Receiver = Parameters<typeof deliveryKindOf>[0];
const RECEIVERS: Receiver[] = [
  ...PRESET.map((preset) => ({ kind: 'webhook' as const, preset })),
  { kind: 'slack', preset: null },
  { kind: 'email', preset: null },
];

describe('what is due', () => {
  it('has the id of its event, what is sent, and the state before', () => {
    const { since } = candidate('app');
    expect(dueNotifications(WEBHOOK, [candidate('app')], 0, NOW)).toEqual([
      {
        id: eventId('c', 'id-of-app', 'stale', since),
        imageId: 'id-of-app',
        content: {
          change: 'stale',
          before: 'fresh',
          since: since.toISOString(),
          image: { id: 'id-of-app', reference: 'r.test/app:1', digest: null },
          status: 'stale',
          summary: 'Its base moved.',
          base: null,
          behindSince: later(-3600).toISOString(),
        },
        before: { change: 'fresh', alarmed: false },
      },
    ]);
  });

  it('has another id after a hold has ended, so that receivers do not take it for a repetition', () => {
    const { since } = candidate('app');
    const idAfter = (holdEndedAt: Date) =>
      dueNotifications(WEBHOOK, [candidate('app', { holdEndedAt })], 0, NOW)[0]?.id;
    expect(idAfter(later(-10))).toBe(eventId('c', 'id-of-app', 'stale', later(-10)));
    expect(idAfter(later(-600))).toBe(eventId('c', 'id-of-app', 'stale', since));
  });

  it('is not behind if it is fresh, whatever a base below it was', () => {
    const fresh = candidate('app', { change: 'fresh', status: 'up-to-date' });
    expect(dueNotifications(WEBHOOK, [fresh], 0, NOW)[0]?.content.behindSince).toBeNull();
  });

  it('waits for the cool-down', () => {
    const coolDown = (hours: number) => ({ ...WEBHOOK, coolDownHours: hours });
    expect(dueNotifications(coolDown(1), [candidate('app')], 0, NOW)).toHaveLength(1);
    expect(dueNotifications(coolDown(2), [candidate('app')], 0, NOW)).toHaveLength(0);
  });

  it.each([
    ['webhook', 0, 60],
    ['webhook', 59, 1],
    ['webhook', 60, 0],
    ['webhook', 90, 0],
    ['slack', 90, 70],
    ['email', 90, 70],
  ] as const)('on %s with %i recent events: %i of 70', (kind, recent, expected) => {
    const many = Array.from({ length: 70 }, (_, index) => candidate(`app-${index}`));
    const due = dueNotifications({ ...WEBHOOK, kind }, many, recent, NOW);
    expect(due.map(({ imageId }) => imageId)).toEqual(many.slice(0, expected).map(({ imageId }) => imageId));
  });
});

describe('deliveries', () => {
  const due = (to: Receiver, ...names: string[]) =>
    dueNotifications(
      { ...WEBHOOK, ...to },
      names.map((name) => candidate(name)),
      0,
      NOW,
    );

  it.each(RECEIVERS)('$kind $preset: nothing due, nothing planned', (to) => {
    expect(planDeliveries(to, [], undefined, NOW)).toEqual([]);
    expect(planDeliveries(to, [], { id: 'd', createdAt: NOW }, NOW)).toEqual([]);
  });

  it('presets for people, Slack and mail get digests, pipelines events', () => {
    for (const { kind, preset } of RECEIVERS) {
      const people = kind !== 'webhook' || (preset !== null && isForPeople(preset));
      expect([preset, deliveryKindOf({ kind, preset })]).toEqual([preset, people ? 'digest' : 'event']);
    }
  });

  it('to a webhook: an event for each change, at once', () => {
    const planned = planDeliveries(WEBHOOK, due(WEBHOOK, 'a', 'b'), undefined, NOW);
    expect(planned.map(({ kind, id, sendAt, event }) => ({ kind, id, sendAt, event }))).toEqual([
      { kind: 'event', id: null, sendAt: NOW, event: { reference: 'r.test/a:1', change: 'stale' } },
      { kind: 'event', id: null, sendAt: NOW, event: { reference: 'r.test/b:1', change: 'stale' } },
    ]);
  });

  it.each(RECEIVERS.filter((to) => deliveryKindOf(to) === 'digest'))(
    '$kind $preset: one digest, which waits a minute for more',
    (to) => {
      const notifications = due(to, 'a', 'b');
      expect(planDeliveries(to, notifications, undefined, NOW)).toEqual([
        { kind: 'digest', id: null, sendAt: later(60), event: null, notifications },
      ]);
      expect(planDeliveries(to, notifications, { id: 'd', createdAt: later(-30) }, NOW)).toEqual([
        { kind: 'digest', id: 'd', sendAt: later(60), event: null, notifications },
      ]);
    },
  );

  it.each([
    [0, 60],
    [-30, 60],
    [-239, 60],
    [-240, 60],
    [-270, 30],
    [-300, 0],
    [-400, -100],
  ])('a digest of %i s ago is sent in %i s', (created, expected) => {
    expect(digestSendAt(later(created), NOW)).toEqual(later(expected));
  });
});
