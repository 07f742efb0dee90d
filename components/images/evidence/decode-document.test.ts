import { expect, it } from 'vitest';
import { decodeDocument } from './decode-document.ts';

it('shows a document indented, with its numbers as they are written', () => {
  expect(decodeDocument('{"a":[9007199254740993,1.0],"b":"\\u0000"}')).toBe(
    '{\n  "a": [\n    9007199254740993,\n    1.0\n  ],\n  "b": "\\u0000"\n}',
  );
});
