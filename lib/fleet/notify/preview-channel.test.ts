import { describe, expect, it } from 'vitest';
import { PRESET } from '#lib/notify/destinations/presets.ts';
import { fleetTests } from '../testing.ts';
import { type PreviewRequest, previewChannel } from './preview-channel.ts';
import { judgedImage, openReceiver } from './testing.ts';

const openFleet = fleetTests();
const SLACK: PreviewRequest = {
  name: 'Team',
  kind: 'slack',
  preset: null,
  filter: '',
  changes: ['stale', 'broken'],
};

describe('the preview of a channel', () => {
  it('is what its receiver would get, for each kind, and nothing is sent', async () => {
    await using on = await openReceiver(openFleet);
    const { context } = on.fleet;
    expect(await previewChannel(context, SLACK)).toBeUndefined();
    await (await judgedImage(on.fleet, 'r.test/shop/cart:1')).become('stale', {
      baseName: 'r.test/debian:12',
    });
    await (await judgedImage(on.fleet, 'r.test/shop/till:1')).become('broken');
    await judgedImage(on.fleet, 'r.test/shop/fine:1');
    const receivers: PreviewRequest[] = [
      SLACK,
      { ...SLACK, kind: 'email' },
      ...PRESET.map((preset) => ({ ...SLACK, kind: 'webhook' as const, preset })),
    ];
    for (const asked of receivers) {
      const preview = await previewChannel(context, asked);
      expect([asked.preset, preview?.text.includes('r.test/shop/till:1')]).toEqual([asked.preset, true]);
      expect([asked.preset, preview?.text.includes('r.test/shop/fine:1')]).toEqual([asked.preset, false]);
      expect(preview?.form).toBe(asked.kind === 'email' ? 'mail' : 'json');
    }
    const mail = await previewChannel(context, { ...SLACK, kind: 'email' });
    expect(mail?.subject).toBe('Baseboard: 1 image is broken, 1 image went stale');
    expect(on.receiver.requests).toHaveLength(0);
  });

  it('keeps to the filter and the changes', async () => {
    await using on = await openReceiver(openFleet);
    const { context } = on.fleet;
    await (await judgedImage(on.fleet, 'r.test/shop/cart:1')).become('stale');
    await (await judgedImage(on.fleet, 'r.test/bank/app:1')).become('broken');
    const text = async (changes: Partial<PreviewRequest>) =>
      (await previewChannel(context, { ...SLACK, ...changes }))?.text;
    expect(await text({ filter: 'repo:shop/*' })).not.toContain('bank');
    expect(await text({ changes: ['broken'] })).not.toContain('shop');
    expect(await text({ filter: 'repo:none' })).toBeUndefined();
  });
});
