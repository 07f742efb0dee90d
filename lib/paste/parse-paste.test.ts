import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePaste } from './parse-paste.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

describe('parsePaste', () => {
  it.each<[string, string, string[]]>([
    ['a short name', 'debian', ['docker.io/library/debian:latest']],
    ['a full name', ' ghcr.io/a/b:1 ', ['ghcr.io/a/b:1']],
    ['lines', 'a:1\r\n\n# old\n// no\nb:2', ['docker.io/library/a:1', 'docker.io/library/b:2']],
    ['one twice', 'a:1\ndocker.io/library/a:1', ['docker.io/library/a:1']],
    ['words and commas', 'a:1, b:2 "c:3";', [1, 2, 3].map((n) => `docker.io/library/${'abc'[n - 1]}:${n}`)],
    ['a pull', 'docker pull debian:12', ['docker.io/library/debian:12']],
    ['a pull after a prompt', '$ sudo docker image pull -q debian:12', ['docker.io/library/debian:12']],
    ['a pull with a valued flag', 'podman pull --platform linux/arm64 q.io/a/b:1', ['q.io/a/b:1']],
    ['a pull with more commands', 'docker pull q.io/a:1 && docker run q.io/a:1 sh', ['q.io/a:1']],
    ['a pull by digest', `docker pull q.io/a@${DIGEST}`, [`q.io/a@${DIGEST}`]],
    ['compose', 'services:\n  image: "redis:7"  # cache'.split('\n')[1] ?? '', ['docker.io/library/redis:7']],
    ['nothing', ' \n ', []],
  ])('%s', async (_, text, references) => {
    expect(await parsePaste(text)).toEqual({ references, problems: [] });
  });

  it.each<[string, string, string[]]>([
    ['one stage', 'FROM debian:12', ['docker.io/library/debian:12']],
    [
      'lower case and a platform',
      'from --platform=$BUILDPLATFORM golang:1 as b',
      ['docker.io/library/golang:1'],
    ],
    [
      'stages are no images',
      'FROM golang:1 AS Build\nRUN make\nFROM build\nFROM scratch\nCOPY --from=build / /',
      ['docker.io/library/golang:1'],
    ],
    [
      'global arguments',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a Dockerfile.
      'ARG V=12\nARG R="q.io"\nFROM ${R}/debian:${V}-slim\nFROM $R/x:${W:-3}',
      ['q.io/debian:12-slim', 'q.io/x:3'],
    ],
    ['a line broken in two', 'FROM \\\n  debian:12', ['docker.io/library/debian:12']],
  ])('Dockerfile: %s', async (_, text, references) => {
    expect(await parsePaste(text)).toEqual({ references, problems: [] });
  });

  it('says which build argument has no default', async () => {
    const { references, problems } = await parsePaste('ARG V\nFROM debian:$V\nFROM redis:7');
    expect(references).toEqual(['docker.io/library/redis:7']);
    expect(problems).toEqual([
      { line: 2, text: 'debian:$V', problem: expect.stringContaining('argument V') },
    ]);
  });

  it('keeps what is right and says what is wrong, by line', async () => {
    const { references, problems } = await parsePaste('a:1\nlow/Case\nhttps://q.io/x');
    expect(references).toEqual(['docker.io/library/a:1']);
    expect(problems.map(({ line }) => line)).toEqual([2, 3]);
    expect(problems[1]?.problem).toContain('scheme');
  });

  it('never throws, whatever is pasted', async () => {
    const words = fc.constantFrom(
      'FROM ',
      'ARG A=',
      '$',
      '${',
      '}',
      '\n',
      'docker pull ',
      'image: ',
      '\\',
      'a:1',
    );
    const text = fc.array(fc.oneof(words, fc.string())).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, async (pasted) => {
        const { references } = await parsePaste(pasted);
        expect(new Set(references).size).toBe(references.length);
      }),
    );
  });
});
