// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are pieces of files.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mentionSchema } from '../mention.ts';
import { FILE_LIMITS } from './file-limits.ts';
import { readFiles } from './read-files.ts';

/** Paths of every kind. */
const PATHS = [
  ...[
    'Dockerfile',
    'compose.yaml',
    'compose.override.yaml',
    '.env',
    'docker-bake.json',
    'k/kustomization.yaml',
  ],
  ...[
    'k/web.yaml',
    'Chart.yaml',
    'values.yaml',
    '.github/workflows/x.yml',
    '.gitlab-ci.yml',
    'standard input',
  ],
  ...['.devcontainer.json', 'a.container', 'a.nomad', 'taskdef.json'],
];

const PIECES = fc.constantFrom(
  ...[
    'FROM ',
    'ARG A=1\n',
    'COPY --from=',
    'RUN --mount=type=bind,from=',
    'ONBUILD ',
    '# syntax=',
    '<<EOF\n',
    'EOF\n',
  ],
  ...[
    '${A:-',
    '${',
    '$$',
    '$A',
    '{{ x }}',
    '${{ x }}',
    '$(x)',
    '<x>',
    '}',
    '\n',
    '\r\n',
    '  ',
    '\t',
    '- ',
    ': ',
    '"',
    "'",
    '\\\n',
  ],
  ...[
    'services:\n  a:\n    image: ',
    'build: ',
    'extends: a\n',
    'include: [x]\n',
    '<<: *a\n',
    '&a ',
    '*a',
    '!!x ',
    '|\n',
    '---\n',
  ],
  ...[
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: ',
    'images:\n  - name: ',
    'resources: [web.yaml, ..]\n',
  ],
  ...[
    '{"target":{"a":{"inherits":["a"],"tags":["',
    '"]}}}',
    '{"containerDefinitions":[{"image":"',
    '"}]}',
    '// x\n',
    '/*',
    ',]',
  ],
  ...[
    'jobs:\n  a:\n    container: ',
    'image:\n  repository: ',
    'appVersion: 1\n',
    '[Container]\nImage=',
    'image = "',
    'A=1\n',
  ],
  ...['debian:12', 'q.io/a', '@sha256:', 'a'.repeat(1100), '\0', '\uFEFF', '💥', '{', '[', ']', ','],
);

describe('hostile files', () => {
  test('never throws; every mention is valid, and has a line of its file', () => {
    const file = fc.record({
      path: fc.constantFrom(...PATHS),
      text: fc
        .array(fc.oneof({ weight: 6, arbitrary: PIECES }, fc.string()), { maxLength: 30 })
        .map((parts) => parts.join('')),
    });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 6 }), (files) => {
        const { mentions, notes, unreadable } = readFiles(files);
        const lines = new Map(
          files.toReversed().map(({ path, text }) => [path, text.split(/\r\n|\r|\n/).length]),
        );
        const places = mentions.map((mention) => mentionSchema.parse(mention).place);
        for (const { file: path, line } of [...places, ...notes, ...unreadable]) {
          expect(lines.has(String(path))).toBe(true);
          expect(Number(line)).toBeGreaterThan(0);
          expect(Number(line)).toBeLessThanOrEqual((lines.get(String(path)) ?? 0) + 1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  const BOMB = `x0: &a0 { image: "a:1" }\n${Array.from({ length: 60 }, (_, n) => `x${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}]`).join('\n')}\n`;

  test.each<[name: string, path: string, text: string]>([
    ['aliases of aliases in a manifest', 'k.yaml', `apiVersion: x/v1\nkind: X\n${BOMB}`],
    ['aliases of aliases in a pipeline', '.gitlab-ci.yml', BOMB],
    ['aliases of aliases in values', 'values.yaml', BOMB],
    [
      'merge keys that double each other',
      'compose.yaml',
      `a0: &a0 { x: 1 }\n${Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} { k${n}: 1, <<: [*a${n}, *a${n}] }`).join('\n')}`,
    ],
    ['deep lists', 'compose.yaml', `a: ${'['.repeat(100_000)}`],
    ['deep objects', 'docker-bake.json', '{"a":'.repeat(100_000)],
    ['deep maps', 'k.yaml', Array.from({ length: 500 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')],
  ])('%s end', (_, path, text) => {
    const { mentions } = readFiles([
      { path, text },
      { path: 'Chart.yaml', text: 'appVersion: "1"' },
    ]);
    expect(mentions.length).toBeLessThan(200);
  });

  test.each<[piece: string, path: string]>([
    ['FROM $A AS b\n', 'Dockerfile'],
    ['COPY --from=a --from=', 'Dockerfile'],
    ['RUN --mount=type=bind,from=a \\\n', 'Dockerfile'],
    ['RUN <<A <<B\n', 'Dockerfile'],
    ['ARG A=$A$A\n', 'Dockerfile'],
    ['\n', 'standard input'],
    [' #', '.env'],
    ['A=1 #', '.env'],
    ['// x', '.devcontainer.json'],
    [',]', '.devcontainer.json'],
    ['/*', '.devcontainer.json'],
    ['Image=', 'a.container'],
    ['image = ', 'a.nomad'],
    ['- *a\n', 'compose.yaml'],
    ['${', 'compose.yaml'],
  ])('a quarter of a million characters of %j in %s end in time', { timeout: 60_000 }, (piece, path) => {
    // Linear work takes a second; quadratic work, minutes.
    const text = piece.repeat(Math.ceil((256 * 1024) / piece.length));
    const { mentions } = readFiles([
      { path, text },
      { path: 'compose.yml', text: 'services: { a: { image: "a:1" } }' },
    ]);
    expect(mentions.length).toBeLessThan(30_000);
  });

  test('services that share one large Dockerfile are read within bounds', { timeout: 60_000 }, () => {
    const service = (n: number) =>
      `  s${n}: { image: "q.io/s:${n}", build: { context: ., args: { V: "${n}" } } }`;
    const compose = `services:\n${Array.from({ length: 1000 }, (_, n) => service(n)).join('\n')}\n`;
    const dockerfile = `ARG V\nFROM a:$V\n${`RUN ${'x'.repeat(60)}\n`.repeat(9_500)}`;
    const { mentions, notes } = readFiles([
      { path: 'compose.yaml', text: compose },
      { path: 'Dockerfile', text: dockerfile },
    ]);
    expect(mentions.filter(({ place: { how } }) => how === 'from')).toHaveLength(3);
    expect(notes[0]?.message).toBe('only the first 3 ways to build Dockerfile are read');
  });

  test('files beyond the limits are named, and not read', () => {
    const many = Array.from({ length: FILE_LIMITS.files + 2 }, (_, n) => ({
      path: `${n}/Dockerfile`,
      text: 'FROM a:1',
    }));
    const { mentions, unreadable } = readFiles([
      { path: 'Dockerfile', text: ' '.repeat(FILE_LIMITS.characters + 1) },
      ...many,
    ]);
    expect(mentions).toHaveLength(FILE_LIMITS.files);
    expect(unreadable.map(({ file, message }) => `${file} ${message}`)).toEqual([
      'Dockerfile it is larger than 1 MB',
      '500/Dockerfile only the first 500 files are read',
      '501/Dockerfile only the first 500 files are read',
    ]);
  });

  test('more images than can be posted are not read, and that is said', { timeout: 60_000 }, () => {
    const nomad = (file: number) => ({
      path: `${file}.nomad`,
      text: Array.from({ length: 30_000 }, (_, n) => `image = "a:${file}-${n}"`).join('\n'),
    });
    const { mentions, unreadable } = readFiles([nomad(1), nomad(2)]);
    expect(mentions).toHaveLength(50_000);
    expect(unreadable).toEqual([
      { file: '2.nomad', line: 20_001, message: 'only the first 50000 images are read' },
    ]);
  });

  test('a file of a known kind that is not valid is not read as one that declares nothing', () => {
    const { unreadable } = readFiles([
      { path: 'compose.yaml', text: 'services:\n  a: [\n' },
      { path: 'k8s/web.yaml', text: 'apiVersion: v1\nkind: Pod\n  x: }\n' },
      { path: 'chart/web.yaml', text: 'kind: Pod\n{{- if .x }}\n' },
    ]);
    expect(unreadable.map(({ file }) => file)).toEqual(['compose.yaml', 'k8s/web.yaml']);
  });
});
