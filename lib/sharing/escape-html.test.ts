import { expect, it } from 'vitest';
import { escapeHtml } from './escape-html.ts';

it.each([
  ['</title><script>alert(1)</script>', '&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
  // Every character that ends text or an attribute, in either kind of quotes.
  [`"onload='x' & more`, '&quot;onload=&#39;x&#39; &amp; more'],
  ['&lt;', '&amp;lt;'],
  ['a\u0000b\u001bc\ud800', 'a\ufffdb\ufffdc\ufffd'],
  ['two\nlines\tof “text”', 'two\nlines\tof “text”'],
])('%j is %j', (text, expected) => {
  expect(escapeHtml(text)).toBe(expected);
});
