import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../channel.ts';
import type { ChangeNotification } from '../events/change-event.ts';
import { escapeSlack, headline, mailOf, slackText, testText } from './message-texts.ts';

const LINK = 'https://baseboard.example.com';
const notification = (
  change: Change,
  name = 'shop/cart:1',
  summary = '`debian:12` moved 31 days ago.',
): ChangeNotification => ({
  change,
  before: 'fresh',
  since: '2026-01-02T03:04:05.000Z',
  image: { id: `id-of-${name}`, reference: `r.test/${name}`, digest: null },
  status: 'stale',
  summary,
  base: null,
  behindSince: null,
});

describe('the headline', () => {
  it.each<[Change[], string]>([
    [['stale'], 'r.test/shop/cart:1 went stale'],
    [['broken'], 'r.test/shop/cart:1 is broken'],
    [['fresh'], 'r.test/shop/cart:1 is up to date again'],
    [['unknown'], 'r.test/shop/cart:1 can no longer be checked'],
    [['stale', 'stale'], '2 images went stale'],
    [['fresh', 'fresh', 'broken'], '1 image is broken, 2 images are up to date again'],
    [
      ['unknown', 'broken', 'broken', 'stale'],
      '2 images are broken, 1 image went stale, 1 image can no longer be checked',
    ],
  ])('of %j', (changes, expected) => {
    expect(headline(changes.map((change) => notification(change)))).toBe(expected);
  });
});

describe('a Slack message', () => {
  it('names each image with its summary, broken ones first', () => {
    expect(
      slackText(
        [notification('stale'), notification('broken', 'bank/app:2', 'Its base is gone.')],
        undefined,
      ),
    ).toBe(
      [
        '*1 image is broken, 1 image went stale*',
        '• `r.test/bank/app:2` is broken. Its base is gone.',
        '• `r.test/shop/cart:1` went stale. `debian:12` moved 31 days ago.',
      ].join('\n'),
    );
  });

  it('links to the image if there is a public URL', () => {
    expect(slackText([notification('stale')], LINK).split('\n')[1]).toBe(
      `• <${LINK}/images/id-of-shop/cart:1|r.test/shop/cart:1> went stale. \`debian:12\` moved 31 days ago.`,
    );
  });

  it('names twenty and counts the rest', () => {
    const many = Array.from({ length: 55 }, (_, n) => notification('stale', `app-${n}:1`));
    const lines = slackText(many, undefined).split('\n');
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe('and 35 more');
    expect(slackText(many, LINK).split('\n').at(-1)).toBe(`<${LINK}/|and 35 more>`);
  });

  it.each([
    ['a & b', 'a &amp; b'],
    ['<!channel>', '&lt;!channel&gt;'],
    ['<https://evil.example|click>', '&lt;https:\u200b//evil.example|click&gt;'],
    ['one\ntwo\u0000three', 'one two three'],
    ['&amp;', '&amp;amp;'],
    ['@here and @channel, @all', '@\u200bhere and @\u200bchannel, @\u200ball'],
    ['debian@sha256:0a1b', 'debian@sha256:0a1b'],
    ['[click](https://evil.example)', '[click]\u200b(https:\u200b//evil.example)'],
    ['![x](//evil.example/x.png)', '!\u200b[x]\u200b(//evil.example/x.png)'],
    ['[a][b] [b]: x', '[a]\u200b[b] [b]\u200b: x'],
    ['www.evil.example', 'www.\u200bevil.example'],
  ])('writes %j as %j', (text, expected) => {
    expect(escapeSlack(text)).toBe(expected);
  });

  it('no summary can open markup of links and mentions, or a second line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (summary) => {
        const text = slackText([notification('stale', 'a:1', summary)], undefined);
        expect(text).not.toMatch(/[<>]/);
        expect(text.split('\n')).toHaveLength(2);
      }),
    );
  });

  it('no summary becomes a mention, a link or a picture in another receiver', () => {
    const part = fc.constantFrom(
      '@',
      'here',
      '[',
      ']',
      '(',
      ')',
      '!',
      ':',
      '//',
      'http',
      'www',
      '.',
      'a',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = escapeSlack(parts.join(''));
        expect(text).not.toMatch(/@here|]\(|]\[|]:|!\[|:\/\/|\bwww\.(?!\u200b)/);
      }),
    );
  });
});

describe('a mail', () => {
  it('has the headline as its subject, and plain text', () => {
    expect(mailOf([notification('stale')], LINK)).toEqual({
      subject: 'Baseboard: r.test/shop/cart:1 went stale',
      text: `r.test/shop/cart:1 went stale\n  debian:12 moved 31 days ago.\n  ${LINK}/images/id-of-shop/cart:1\n`,
    });
  });

  it('counts the images that it does not name', () => {
    const many = Array.from({ length: 21 }, (_, n) => notification('stale', `app-${n}:1`));
    expect(mailOf(many, undefined).text.trimEnd().split('\n').at(-1)).toBe('… and 1 more.');
  });

  it('has no line that a summary or a name adds', () => {
    const { subject, text } = mailOf([notification('stale', 'a:1', 'one\r\nBcc: x@example.com')], undefined);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).toBe('r.test/a:1 went stale\n  one Bcc: x@example.com\n');
  });
});

it('a test message names its channel', () => {
  expect(testText('On\ncall')).toContain('“On call”');
});

it('after an outage, says that an image can be checked again, not that it changed', () => {
  const back = { ...notification('stale'), before: 'unknown' } as const;
  expect(headline([back])).toContain('can be checked again: stale');
  expect(headline([back, back, notification('stale')])).toBe(
    '1 image went stale, 2 images can be checked again: stale',
  );
});
