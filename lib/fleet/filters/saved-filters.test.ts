import { expect, it } from 'vitest';
import { fleetTests } from '../testing.ts';
import { changeFilter, deleteFilter, savedFilters, saveFilter } from './saved-filters.ts';

const openFleet = fleetTests();
const NOBODY = '00000000-0000-4000-8000-000000000000';

it('filters are saved, renamed, changed and deleted by name', async () => {
  await using fleet = await openFleet();
  const { context } = fleet;
  const names = async () => (await savedFilters(context)).map(({ name, filter }) => `${name}: ${filter}`);
  const mine = await saveFilter(context, { name: 'Trouble', filter: 'is:problem' }, 'ada');
  await saveFilter(context, { name: 'apps', filter: 'repo:apps/*' }, 'bob');
  expect(mine).toMatchObject({ savedBy: 'ada', savedAt: expect.any(Date) });
  expect(await names()).toEqual(['apps: repo:apps/*', 'Trouble: is:problem']);

  await expect(saveFilter(context, { name: 'TROUBLE', filter: '' }, 'ada')).rejects.toThrow(
    'Another filter is called “TROUBLE”. Choose another name.',
  );
  await expect(changeFilter(context, mine.id, { name: 'Apps' })).rejects.toThrow('Another filter');
  await expect(saveFilter(context, { name: 'wrong', filter: 'status:' }, 'ada')).rejects.toThrow('missing');
  await expect(changeFilter(context, mine.id, { filter: '(' })).rejects.toThrow('never closed');

  await changeFilter(context, mine.id, { name: 'TROUBLE' });
  await changeFilter(context, mine.id, { filter: 'is:problem -is:sample' });
  expect(await names()).toEqual(['apps: repo:apps/*', 'TROUBLE: is:problem -is:sample']);
  await deleteFilter(context, mine.id);
  expect(await names()).toEqual(['apps: repo:apps/*']);
  await expect(deleteFilter(context, mine.id)).rejects.toThrow('no saved filter');
  await expect(changeFilter(context, NOBODY, { name: 'x' })).rejects.toThrow('no saved filter');
});

it('two people cannot take one name at the same time, nor save too many', async () => {
  await using fleet = await openFleet();
  const { context } = fleet;
  const save = (name: string) => saveFilter(context, { name, filter: 'is:problem' }, 'ada');
  const taken = await Promise.allSettled(['same', 'same', 'same'].map(save));
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (let count = 1; count < 200; count += 1) await save(`filter ${count}`);
  await expect(save('one more')).rejects.toThrow('already 200 saved filters');
});
