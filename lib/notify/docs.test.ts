// Receivers are written from docs/notifications.md: its example, its check and its table are compared with the code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HTTP } from 'cloudevents';
import { beforeAll, describe, expect, it } from 'vitest';
import { PRESETS } from './destinations/presets.ts';
import { type ChangeNotification, type CloudEvent, changeEvent } from './events/change-event.ts';
import { newSigningKey, signatureHeaders } from './messages/webhook-signature.ts';

const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'notifications.md'), 'utf8');

function block(language: string): string {
  const found = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1];
  if (found === undefined) throw new Error(`no block of ${language}`);
  return found;
}

describe('the example event', () => {
  const event = JSON.parse(block('json'));

  it('has exactly the keys that are sent', () => {
    const { image, channel, change, before, status, summary, base, behindSince } = event.data;
    const { url: _, ...bare } = image;
    const notification: ChangeNotification = {
      change,
      before,
      since: event.time,
      image: bare,
      status,
      summary,
      base,
      behindSince,
    };
    expect(changeEvent(event.id, notification, { channel, link: event.source })).toEqual(event as CloudEvent);
  });

  it('is a CloudEvent', () => {
    const headers = { 'content-type': 'application/cloudevents+json' };
    expect(HTTP.toEvent({ headers, body: JSON.stringify(event) })).toMatchObject({ id: event.id });
  });
});

it('names every format', () => {
  const rows = [...text.matchAll(/^(?:\| |\*\*)(\S.*?\S)(?: +\||\*\* \()/gm)].map(([, name]) => name);
  for (const { name } of Object.values(PRESETS)) expect(rows).toContain(name);
});

describe('the check of the signature', () => {
  type Check = (headers: object, body: string, key: string, now?: number) => boolean;
  let isGenuine: Check;
  const key = newSigningKey();
  const at = new Date('2026-01-02T03:04:05Z');
  const headers = signatureHeaders(key, 'e1', at, '{"a":1}');

  beforeAll(async () => {
    const code = `data:text/javascript,${encodeURIComponent(block('js'))}`;
    ({ isGenuine } = (await import(/* @vite-ignore */ code)) as { isGenuine: Check });
  });

  it.each<[string, object, string, string, number, boolean]>([
    ['what was sent', headers, '{"a":1}', key, 0, true],
    [
      'among signatures of other keys',
      { ...headers, 'webhook-signature': `v1,x ${headers['webhook-signature']}` },
      '{"a":1}',
      key,
      0,
      true,
    ],
    ['at the edge of five minutes', headers, '{"a":1}', key, 300, true],
    ['replayed', headers, '{"a":1}', key, 301, false],
    ['from the future', headers, '{"a":1}', key, -301, false],
    ['another body', headers, '{"a":2}', key, 0, false],
    ['another id', { ...headers, 'webhook-id': 'e2' }, '{"a":1}', key, 0, false],
    ['another time', { ...headers, 'webhook-timestamp': '1767323046' }, '{"a":1}', key, 0, false],
    ['another key', headers, '{"a":1}', newSigningKey(), 0, false],
    ['nothing', {}, '{"a":1}', key, 0, false],
  ])('%s', (_, given, body, withKey, secondsLater, expected) => {
    expect(isGenuine(given, body, withKey, at.getTime() + secondsLater * 1000)).toBe(expected);
  });
});
