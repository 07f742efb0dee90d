// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are pieces of Dockerfiles.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePaste } from './parse-paste.ts';
import { MAX_PASTE } from './paste.ts';

/** Pieces of every format, so that random texts reach every reader. */
const PIECES = fc.constantFrom(
  ...[
    'FROM ',
    'ARG A=1\n',
    '${A#*}',
    '$',
    '\n',
    '\r\n',
    '  ',
    '\t',
    '- ',
    ': ',
    ':',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
  ],
  ...[
    'image: ',
    'image:\n  repository: ',
    'services:\n  a:\n    ',
    'apiVersion: v1\nkind: Pod\n',
    'spec:\n',
    '---\n',
  ],
  ...[
    '&a ',
    '*a',
    '<<: ',
    '!!x ',
    '|\n',
    '>',
    '# ',
    '```',
    '$ docker ps\n',
    'docker run -it ',
    'docker pull ',
    '\\\n',
  ],
  ...[
    'CONTAINER ID   IMAGE   NAMES\n',
    'REPOSITORY   TAG   IMAGE ID\n',
    'a   b   c\n',
    '<none>',
    'image,team\n',
  ],
  ...[
    'https://hub.docker.com/r/',
    'https://',
    '%zz',
    'q.io/a:1',
    'debian',
    '@sha256:',
    '\u0000',
    '\uFEFF',
    '💥',
    '0x',
  ],
  ...['{"Image":"a","ID":"1"}', '{"items":[', '"RepoTags":[', 'null', '1e9', '\\u'],
);

describe('hostile text', () => {
  it('never throws, and every image and problem has a line of the text', async () => {
    const text = fc.array(fc.oneof({ weight: 5, arbitrary: PIECES }, fc.string()), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, async (pieces) => {
        const pasted = pieces.join('');
        const { images, problems } = await parsePaste(pasted);
        const lines = pasted.split('\n').length;
        for (const { line } of [...images, ...problems]) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines);
        }
        expect(new Set(images.map(({ reference }) => reference)).size).toBe(images.length);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['spaces', ' '],
    ['lines', '\n'],
    ['quotes', '"'],
    ['brackets', '['],
    ['dashes', '- '],
    ['keys', 'a: '],
    ['dollars', 'docker run $'],
    ['options', 'docker run -i '],
    ['backslashes', 'docker run \\\n'],
    ['commas', 'a,'],
    ['colons', 'a:'],
    ['slashes', 'https://hub.docker.com/'],
    ['arguments', 'ARG A=1\n'],
    ['comments', '# x\n'],
    ['fences', '```\n'],
    ['columns', 'A  '],
    ['headings', 'IMAGE   TAG\n'],
    ['documents', '---\n'],
    ['aliases', '- *a\n'],
    ['objects', '{"a":1}\n'],
  ])('a quarter of a million characters of %s end in time', { timeout: 60_000 }, async (_, piece) => {
    // Linear work takes a second or two; quadratic work, minutes.
    const { images } = await parsePaste(piece.repeat(Math.ceil((256 * 1024) / piece.length)));
    expect(images.length).toBeLessThan(10);
  });

  it('refuses a text beyond the limit without reading it', async () => {
    const { images, problems } = await parsePaste('a:1\n'.repeat(MAX_PASTE / 4 + 1));
    expect(images).toEqual([]);
    expect(problems.map(({ problem }) => problem)).toEqual([expect.stringContaining('larger than 8 MB')]);
  });
});
