import { expect, it } from 'vitest';
import { listAccess } from '#lib/store/access/audit-log.ts';
import { fleetTests } from '../testing.ts';
import { changeChannelBy, createChannelBy, removeChannelBy } from './audited-channels.ts';
import { answering, openReceiver } from './testing.ts';

const openFleet = fleetTests();
const ADA = { name: 'ada', address: '192.0.2.1' };
const SETTINGS = { name: 'Team', filter: '', changes: ['stale'], coolDownHours: 0, enabled: true } as const;

it('every change of a channel is recorded, without its secrets; one that is refused is not', async () => {
  await using on = await openReceiver(openFleet, answering(204));
  const { context } = on.fleet;
  const { channel } = await createChannelBy(context, { ...SETTINGS, destination: on.to }, ADA);
  await changeChannelBy(context, channel.id, { filter: 'repo:shop/*', enabled: false }, ADA);
  await changeChannelBy(context, channel.id, { renewSigningKey: true }, ADA);
  const again = createChannelBy(context, { ...SETTINGS, destination: on.to }, ADA);
  await expect(again).rejects.toThrow('Another channel is called');
  await removeChannelBy(context, channel.id, ADA);
  const { items } = await listAccess(context.db, { limit: 10, cursor: undefined });
  expect(
    items.map(({ action, actor, subject, address, detail }) => [action, actor, subject, address, detail]),
  ).toEqual([
    ['channel-deleted', 'ada', 'Team', '192.0.2.1', `generic to ${on.receiver.host}`],
    ['channel-changed', 'ada', 'Team', '192.0.2.1', 'renewSigningKey'],
    ['channel-changed', 'ada', 'Team', '192.0.2.1', 'filter, enabled'],
    ['channel-created', 'ada', 'Team', '192.0.2.1', `generic to ${on.receiver.host}`],
  ]);
  expect(JSON.stringify(items.map(({ detail }) => detail))).not.toContain('hunter2');
});
