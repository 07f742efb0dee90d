import { marked, type Tokens } from 'marked';
import { expect, it } from 'vitest';
import { snippetsOf } from './snippets.ts';

const REPORT = { url: 'https://b.example.com/r/abc', embedUrl: 'https://b.example.com/embed/abc' };

it('a report’s Markdown is a picture that leads to it, whatever its title', () => {
  for (const title of ['Our bases', '](javascript:alert(1)) "x"', '<script>', '`a`']) {
    const [markdown] = snippetsOf(REPORT, title, []);
    const found: Tokens.Generic[] = [];
    marked.walkTokens(
      marked.lexer(markdown?.text ?? ''),
      (token) => void found.push(token as Tokens.Generic),
    );
    expect(found.filter(({ type }) => type === 'link').map(({ href }) => href)).toEqual([REPORT.url]);
    expect(found.filter(({ type }) => type === 'image').map(({ href }) => href)).toEqual([
      `${REPORT.url}/graph.svg`,
    ]);
    expect(found.filter(({ type }) => type === 'html')).toEqual([]);
  }
});

it('the picture and the frame keep a title within its attribute', () => {
  for (const { name, text } of snippetsOf(REPORT, '"><script>&', ['https://wiki.example.com']).slice(1)) {
    expect([name, text.includes('<script>'), text.includes('&quot;&gt;&lt;script&gt;&amp;')]).toEqual([
      name,
      false,
      true,
    ]);
  }
});

it('the frame says who may hold it, or what to set', () => {
  const note = (origins: string[]) => snippetsOf(REPORT, 'x', origins).at(-1)?.note;
  expect(note(['https://wiki.example.com'])).toContain('https://wiki.example.com');
  expect(note([])).toContain('embed.frameAncestors');
});
