import { afterEach, expect, it } from 'vitest';
import { CrowdedError, JUDGEMENT_LIMITS, JudgementBudget, OverBudgetError } from './budget.ts';
import { asStatement } from './sources/parse-document.ts';

const MB = 1024 * 1024;
const budgets: JudgementBudget[] = [];
const begin = (limits: Partial<typeof JUDGEMENT_LIMITS> = {}, alone = false) => {
  const budget = new JudgementBudget({ ...JUDGEMENT_LIMITS, ...limits }, { alone });
  budgets.push(budget);
  return budget;
};
afterEach(() => {
  for (const budget of budgets.splice(0)) budget.end();
});

/** A document that takes about this much memory. */
const document = (megabytes: number) =>
  asStatement({
    digest: `sha256:${'0'.repeat(64)}`,
    mediaType: 'application/json',
    bytes: new TextEncoder().encode(`[${'[],'.repeat((megabytes * MB) / 126)}[]]`),
  });

it('stops a judgement at its number of requests and names the limit', () => {
  const budget = begin({ requests: 2 });
  budget.request();
  budget.request();
  expect(() => budget.request()).toThrow('the check would take more than 2 requests');
});

it('counts a document once, by the memory it takes', () => {
  const budget = begin({ bytes: 3 * MB });
  const one = document(2);
  for (let n = 0; n < 5; n += 1) budget.hold(one);
  expect(() => budget.hold(document(2))).toThrow('the check would take more than 3 megabytes');
});

it('stops work that takes too long, and nothing continues after it', async () => {
  const budget = begin({ ms: 20 });
  await expect(budget.within(new Promise(() => undefined))).rejects.toThrow(OverBudgetError);
  budget.end();
  expect(() => budget.request()).toThrow(OverBudgetError);
  expect(() => budget.hold(document(1))).toThrow(OverBudgetError);
});

it('large judgements wait for each other; small ones and documents that all of them share do not count', () => {
  const shared = document(3);
  for (let n = 0; n < 500; n += 1) begin().hold(shared);
  // 375 MB of the 384.
  const large = Array.from({ length: 3 }, () => begin());
  for (const budget of large) for (let n = 0; n < 25; n += 1) budget.hold(document(5));
  const next = begin();
  expect(() => {
    for (let n = 0; n < 3; n += 1) next.hold(document(5));
  }).toThrow(CrowdedError);
  begin().hold(document(1));
  const alone = begin({}, true);
  for (let n = 0; n < 3; n += 1) alone.hold(document(5));
  for (const budget of [...large, next, alone]) budget.end();
  begin().hold(document(5));
});
