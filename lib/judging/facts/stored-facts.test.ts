import { expect, it } from 'vitest';
import type { Facts } from '#lib/lineage/facts/facts.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { image, push } from '#lib/registry/memory/image-builder.ts';
import { createMemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import { JUDGEMENT_LIMITS, JudgementBudget } from '../budget.ts';
import { createMemorySources } from '../sources/memory-sources.ts';
import { StoredFacts } from './stored-facts.ts';

it('the declared bases that a judgement used are its inputs, whatever is declared meanwhile', async () => {
  const registry = createMemoryRegistry();
  const digest = await push(registry, 'r.test/app:1', image().layer('app', []));
  let declared: Facts['declaredBase'] = () => undefined;
  const { tagCache, ...sources } = createMemorySources(
    registry,
    (asked) => declared(asked),
    () => new Date('2026-06-01T00:00:00Z'),
  );
  const budget = new JudgementBudget(JUDGEMENT_LIMITS, { signal: undefined, alone: false });
  const facts = new StoredFacts(sources, tagCache, { trustAbsences: true, budget });
  const tag = parseReference('r.test/app:1');
  await facts.fetch([{ kind: 'tag', reference: tag }]);
  expect(facts.declaredBase(tag)).toBeUndefined();
  declared = () => parseReference('r.test/os:1');
  expect(facts.declaredBase(tag)).toBeUndefined();
  const pinned = parseReference(`r.test/app@${digest}`);
  expect(facts.declaredBase(pinned)).toEqual(parseReference('r.test/os:1'));
  expect(facts.inputs()).toEqual({
    'r.test/app:1': digest,
    'declared r.test/app:1': null,
    [`declared r.test/app@${digest}`]: 'r.test/os:1',
  });
  budget.end();
});
