import { describe, expect, it } from 'vitest';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { CONNECTING, nextLiveState, refetchAfter, type StreamSignal, withVerdict } from './live-state.ts';

const COUNTS = { checked: 4, done: 3, failed: 1, changed: 0, unreachable: 0, skipped: 0 };
const SCAN = { type: 'scan', id: 's1', total: 7, ...COUNTS, state: 'running' } as const;
const SCANNED = { ...SCAN, done: 6, state: 'done' } as const;
const SMALL = { ...SCAN, id: 's2', total: 1 } as const;
const VERDICT = {
  type: 'verdict',
  imageId: 'i1',
  reference: 'docker.io/library/debian:12',
  status: 'stale',
  previousStatus: 'up-to-date',
  at: '2026-01-02T00:00:00.000Z',
} as const;

const stateAfter = (...signals: StreamSignal[]) => signals.reduce(nextLiveState, CONNECTING);

describe('the state of the event stream', () => {
  it('is connected once it is open', () => expect(stateAfter({ type: 'open' }).connection).toBe('connected'));

  it.each(['broken', 'refused'] as const)('forgets the scan once it is %s', (type) => {
    expect(stateAfter({ type: 'open' }, SCAN, { type })).toEqual({
      connection: 'lost',
      databaseReachable: true,
      scans: [],
      scan: null,
      finished: null,
    });
  });

  it('shows a scan while it runs', () => {
    expect(stateAfter({ type: 'open' }, SCAN).scan).toMatchObject({ done: 3, total: 7 });
    const after = stateAfter({ type: 'open' }, SCAN, SCANNED);
    expect(after).toMatchObject({ scan: null, scans: [], finished: { id: 's1', done: 6 } });
  });

  it('shows the largest of several scans, each until its own end', () => {
    const both = stateAfter({ type: 'open' }, SCAN, SMALL);
    expect(both).toMatchObject({ scan: { id: 's1' }, scans: [{ id: 's1' }, { id: 's2' }] });
    expect(nextLiveState(both, SCANNED)).toMatchObject({ scan: { id: 's2' }, finished: { id: 's1' } });
  });

  it('says nothing about a scan of nothing', () => {
    const nothing = { ...SCANNED, total: 0, done: 0, failed: 0 };
    expect(stateAfter({ type: 'open' }, nothing).finished).toBeNull();
  });

  it('shows no scan while the database is unreachable', () => {
    const lost = stateAfter({ type: 'open' }, SCAN, { type: 'service', database: 'unreachable' });
    expect(lost).toMatchObject({ connection: 'connected', databaseReachable: false, scan: null });
    expect(nextLiveState(lost, { type: 'service', database: 'ok' }).databaseReachable).toBe(true);
  });

  it.each<StreamSignal>([VERDICT, { type: 'rebase', id: 'r1', state: 'running' }])(
    'is not changed by an event of the type $type',
    (signal) => expect(stateAfter({ type: 'open' }, signal)).toEqual(stateAfter({ type: 'open' })),
  );
});

describe('what is fetched again', () => {
  it('is nothing for a broken stream, progress of a scan and an unreachable database', () => {
    for (const signal of [{ type: 'broken' }, SCAN, { type: 'service', database: 'unreachable' }] as const) {
      expect(refetchAfter(signal, false)).toBeUndefined();
    }
  });

  it('is everything derived from verdicts, at once, when the stream opens', () => {
    const refetch = refetchAfter({ type: 'open' }, false);
    expect(refetch?.queryKeys).toEqual([
      ['images'],
      ['fleet'],
      ['graph'],
      ['lineage'],
      ['last-scan'],
      ['registries'],
      ['scans'],
    ]);
    expect(refetch?.withinMs).toBe(0);
  });

  it('replaces requests under way only if the stream was lost before', () => {
    expect(refetchAfter({ type: 'open' }, false)?.isNewEnough).toBe(true);
    expect(refetchAfter({ type: 'open' }, true)?.isNewEnough).toBe(false);
  });

  it.each([VERDICT, SCANNED])('waits for more events of the type $type', (signal) => {
    expect(refetchAfter(signal, false)).toMatchObject({ withinMs: 2000, isNewEnough: false });
  });

  it.each([
    [{ type: 'rebase', id: 'r1', state: 'running' }, [['rebases'], ['audit']], 250],
    [{ type: 'cascade', id: 'c1', state: 'running' }, [['cascades'], ['audit']], 250],
    [{ type: 'registry', host: 'ghcr.io', state: 'ok', retry: false }, [['registries']], 2000],
  ] as const)('is only what an event of its kind changes', (signal, queryKeys, withinMs) => {
    expect(refetchAfter(signal, false)).toMatchObject({ queryKeys, withinMs });
  });

  it.each<StreamSignal>([{ type: 'refused' }, { type: 'service', database: 'ok' }])(
    'is everything at once after %j',
    (signal) => expect(refetchAfter(signal, false)).toMatchObject({ withinMs: 0 }),
  );
});

it('a verdict changes the row of its image alone', () => {
  const row = (id: string) => ({ id, status: 'up-to-date', checkedAt: null }) as ImageView;
  expect(withVerdict(row('i1'), VERDICT)).toMatchObject({ status: 'stale', checkedAt: VERDICT.at });
  expect(withVerdict(row('i2'), VERDICT)).toEqual(row('i2'));
});
