// Images and listings for the tests of reconciliation.
import type { Mention } from '../mention.ts';
import type { Mentioned, ReconcileFacts } from './reconcile.ts';

export const DAY = 24 * 3_600_000;
export const NOW = new Date('2026-06-15T12:00:00Z');
export const ago = (ms: number) => new Date(NOW.getTime() - ms);
export const name = (n: number) => `reg.corp/app${n}:1`;
export const mention = (reference: string): Mention => ({
  reference,
  kind: 'stored',
  place: { registry: 'reg.corp' },
});
export const mentions = (...numbers: number[]) => numbers.map((n) => mention(name(n)));
export const active = (...numbers: number[]): Mentioned[] =>
  numbers.map((n) => ({ reference: name(n), goneSince: null, unconfirmed: false }));
export const facts = (more: Partial<ReconcileFacts>): ReconcileFacts => ({
  ...{ kind: 'registry', before: [], holders: new Map(), now: NOW },
  listing: { complete: true, mentions: [] },
  ...more,
});
