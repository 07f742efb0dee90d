import { marked, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from './chat-message.ts';
import { discordBody, escapeDiscord } from './discord.ts';
import { ntfyBody } from './ntfy.ts';
import { teamsBody } from './teams.ts';

const LINK = 'https://baseboard.example.com/';
/** What a tag's author or a registry could plant in a reference or a reason. */
const PLANTED = [
  '@everyone @here <@123456789> <@&1> <#2> <at>all</at>',
  '[click](https://evil.example) ![x](https://evil.example/p.png) [a][b]',
  'https://evil.example www.evil.example mailto:a@evil.example <https://evil.example> discord.gg/evil',
  '**bold** _em_ ~~gone~~ ||spoiler|| `code` # heading > quote',
  '- item\n# heading\n> quote',
  '<script>alert(1)</script> &lt;b&gt;',
  '\\[click](https://evil.example)',
  '{{DATE(2026-01-01T00:00:00Z)}}',
];

const message = (text: string, entries = 1, changes: Partial<ChatMessage> = {}): ChatMessage => ({
  title: text,
  paragraphs: [text],
  entries: Array.from({ length: entries }, (_, index) => ({
    reference: `${text}-${index}`,
    link: `${LINK}images/${index}`,
    became: 'went stale',
    summary: text,
  })),
  more: 0,
  link: LINK,
  urgent: false,
  ...changes,
});

/** Every text of an Adaptive Card, and every address that it opens. */
function cardParts(body: string): { texts: string[]; addresses: string[]; types: string[] } {
  const parts = { texts: [] as string[], addresses: [] as string[], types: [] as string[] };
  JSON.parse(body, (key, value) => {
    if (key === 'text') parts.texts.push(value);
    if (key === 'url') parts.addresses.push(value);
    if (key === 'type') parts.types.push(value);
    return value;
  });
  return parts;
}

describe.each(PLANTED)('planted in a reference or a reason: %j', (text) => {
  it('Teams shows it as text: no Markdown block, no mention, no address but ours', () => {
    const body = teamsBody(message(text));
    const { addresses, types, texts } = cardParts(body);
    expect(new Set(addresses)).toEqual(new Set([LINK, `${LINK}images/0`]));
    expect(types).not.toContain('TextBlock');
    expect(body).not.toContain('"entities"');
    for (const each of texts) expect(each).not.toMatch(/:\/\/|www\.\w|mailto:\w/);
  });

  it('Discord allows no mention, and reads no link but ours', () => {
    const { allowed_mentions, embeds } = JSON.parse(discordBody(message(text)));
    expect(allowed_mentions).toEqual({ parse: [] });
    const found: Tokens.Generic[] = [];
    marked.walkTokens(
      marked.lexer(embeds[0].description),
      (token) => void found.push(token as Tokens.Generic),
    );
    const links = found.filter(({ type }) => type === 'link' || type === 'image');
    expect(links.map(({ href }) => href)).toEqual([`${LINK}images/0`]);
    expect(found.filter(({ type }) => ['html', 'codespan', 'heading', 'blockquote'].includes(type))).toEqual(
      [],
    );
    expect(embeds[0].description).not.toMatch(/@(?:everyone|here)|(?<!\\)<@|discord\.gg/);
  });

  it('ntfy sends plain text without an address that an app would link', () => {
    const sent = JSON.parse(ntfyBody('alerts', message(text)));
    expect(sent).not.toHaveProperty('markdown');
    expect(sent.click).toBe(LINK);
    expect(`${sent.title}\n${sent.message}`).not.toMatch(/:\/\/|www\.\w|mailto:\w/);
  });
});

describe('the limits', () => {
  const long = 'ü'.repeat(700);
  const many = message(long, 60, { more: 5 });

  it('Teams: 28 KB, and what does not fit is counted', () => {
    const body = teamsBody(many);
    expect(new TextEncoder().encode(body).length).toBeLessThanOrEqual(28 * 1024);
    const { texts } = cardParts(body);
    const shown = texts.filter((text) => /^ü+-\d+$/.test(text)).length;
    expect(shown).toBeGreaterThan(5);
    expect(texts.at(-1)).toBe(`and ${65 - shown} more images`);
  });

  it('Discord: 256 characters of title, 4,096 of description', () => {
    const { embeds } = JSON.parse(discordBody(many));
    expect(embeds).toHaveLength(1);
    expect(embeds[0].title.length).toBeLessThanOrEqual(256);
    expect(embeds[0].description.length).toBeLessThanOrEqual(4096);
    expect(embeds[0].description).toMatch(/and \d+ more images$/);
    const one = JSON.parse(discordBody(message('x'.repeat(9000), 0)));
    expect(one.embeds[0].description).toHaveLength(4096);
  });

  it('ntfy: 4,096 bytes', () => {
    const { message: text, title } = JSON.parse(ntfyBody('alerts', many));
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(4096);
    expect(title.length).toBeLessThanOrEqual(250);
    expect(text).toMatch(/and \d+ more images$/);
    const one = JSON.parse(ntfyBody('alerts', message('漢'.repeat(9000), 0)));
    expect(new TextEncoder().encode(one.message).length).toBeLessThanOrEqual(4096);
  });
});

it('what is urgent looks so', () => {
  const urgent = message('x', 1, { urgent: true });
  expect(JSON.parse(ntfyBody('alerts', urgent)).priority).toBe(4);
  expect(teamsBody(urgent)).toContain('"color":"Attention"');
  expect(JSON.parse(discordBody(urgent)).embeds[0].color).not.toBe(
    JSON.parse(discordBody(message('x'))).embeds[0].color,
  );
});

it('a usual reference is not changed for Discord, except that underscores are escaped', () => {
  expect(escapeDiscord('ghcr.io/shop/cart_v2:3.8')).toBe('ghcr.io/shop/cart\\_v2:3.8');
  expect(escapeDiscord(`debian@sha256:${'a'.repeat(64)}`)).toBe(`debian@sha256:${'a'.repeat(64)}`);
});
