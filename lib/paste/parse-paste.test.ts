// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are Dockerfiles.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePaste } from './parse-paste.ts';

/** The references alone, and the problems. */
async function read(text: string) {
  const { images, problems } = await parsePaste(text);
  return { references: images.map(({ reference }) => reference), problems };
}

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
    expect(await read(text)).toEqual({ references, problems: [] });
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
      'ARG V=12\nARG R="q.io"\nFROM ${R}/debian:${V}-slim\nFROM $R/x:${W:-3}',
      ['q.io/debian:12-slim', 'q.io/x:3'],
    ],
    ['a line broken in two', 'FROM \\\n  debian:12', ['docker.io/library/debian:12']],
    ['nested arguments', 'ARG A=q.io/team\nARG B=${A}/x:1\nFROM ${B}', ['q.io/team/x:1']],
    [
      'several arguments on one line',
      'ARG R=q.io V="12" \\\n # tags\n  S=-slim\nFROM $R/debian:$V$S',
      ['q.io/debian:12-slim'],
    ],
    ['the last value of an argument', 'ARG V=1\nARG V=2\nFROM a:$V', ['docker.io/library/a:2']],
    [
      'arguments of a stage do not count',
      'ARG V=1\nFROM a:$V\nARG V=2\nFROM b:$V',
      ['docker.io/library/a:1', 'docker.io/library/b:1'],
    ],
    [
      'a stage for each platform',
      'FROM a:1 AS stage-amd64\nFROM b:1 AS stage-arm64\nFROM stage-${TARGETARCH}',
      ['docker.io/library/a:1', 'docker.io/library/b:1'],
    ],
    [
      'a stage for each variant, in other capitals',
      'FROM a:1 AS Base-arm-v7\nARG TARGETARCH\nFROM BASE-${TARGETARCH}${TARGETVARIANT:+-$TARGETVARIANT} AS x\nFROM X',
      ['docker.io/library/a:1'],
    ],
    [
      'a platform argument with a default',
      'ARG TARGETARCH=arm64\nFROM a:$TARGETARCH',
      ['docker.io/library/a:arm64'],
    ],
    ['scratch in capitals', 'FROM SCRATCH\nFROM Scratch AS x', []],
    ['quotes', 'ARG A="debian":\'12\'\nFROM "$A"-slim', ['docker.io/library/debian:12-slim']],
    [
      'an empty argument',
      'ARG S=\nFROM a:1$S\nFROM b:1${S:--x}\nFROM c:1${S--x}',
      ['a:1', 'b:1-x', 'c:1'].map((n) => `docker.io/library/${n}`),
    ],
    ['a variable that nothing declares', 'FROM debian:12$SUFFIX', ['docker.io/library/debian:12']],
    [
      'alternatives',
      'ARG V=1\nFROM a:${V:+2}\nFROM b:3${W:+x}\nFROM c:${W:-${V}.0}',
      ['a:2', 'b:3', 'c:1.0'].map((n) => `docker.io/library/${n}`),
    ],
    [
      'parts taken away and replaced',
      'ARG V=v1.2.3 N=a/b/c\nFROM x:${V#v}\nFROM x:${V%.*}\nFROM x:${V%%.*}\nFROM ${N##*/}:1\nFROM ${N/b/d}:1\nFROM x:${V//./-}',
      ['x:1.2.3', 'x:v1.2', 'x:v1', 'c:1', 'a/d/c:1', 'x:v1-2-3'].map(
        (n) => `docker.io/${n.startsWith('a/') ? '' : 'library/'}${n}`,
      ),
    ],
    ['another escape', '# escape=`\nARG A=1 `\n B=2\nFROM debian`\n:$B', ['docker.io/library/debian:2']],
    [
      'texts within',
      'FROM a:1\nRUN <<EOF\nFROM nope:1\nEOF\n# FROM no:1\nCOPY --from=q.io/other:1 / /',
      ['docker.io/library/a:1'],
    ],
    [
      'a stage named only later',
      'FROM later:1\nFROM a:1 AS later:1',
      ['docker.io/library/later:1', 'docker.io/library/a:1'],
    ],
  ])('Dockerfile: %s', async (_, text, references) => {
    expect(await read(text)).toEqual({ references, problems: [] });
  });

  it.each([
    ['ARG A\nARG B=${A}/x:1\nFROM ${B}', /build argument A, which has no default/],
    ['FROM debian:${TARGETARCH}', /TARGETARCH, and each platform has another image/],
    ['FROM debian:$V', /build argument V, and is not an image without its value/],
    ['ARG I=q.io/x\nFROM $I:$V', /build argument V, and is not an image without its value/],
    ['ARG V\nFROM a:${V:?say which}', /build argument V/],
    [`ARG A=0123456789\n${'ARG A=$A$A$A$A$A$A$A$A\n'.repeat(12)}FROM $A`, /longer than 4096 characters/],
  ])('%s is a problem', async (text, problem) => {
    const { references, problems } = await read(text);
    expect(references).toEqual([]);
    expect(problems[0]?.problem).toMatch(problem);
  });

  it('says which build argument has no default', async () => {
    const { references, problems } = await read('ARG V\nFROM debian:$V\nFROM redis:7');
    expect(references).toEqual(['docker.io/library/redis:7']);
    expect(problems).toEqual([
      { line: 2, text: 'debian:$V', problem: expect.stringContaining('argument V') },
    ]);
  });

  it('keeps what is right and says what is wrong, by line', async () => {
    const { references, problems } = await read('a:1\nlow/Case\nhttps://q.io/x');
    expect(references).toEqual(['docker.io/library/a:1']);
    expect(problems.map(({ line }) => line)).toEqual([2, 3]);
    expect(problems[1]?.problem).toContain('scheme');
  });

  it('never throws, whatever is pasted', async () => {
    const words = fc.constantFrom(
      'FROM ',
      '${A#*}',
      'ARG B=$A$A ',
      "'",
      '"',
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
        const { references } = await read(pasted);
        expect(new Set(references).size).toBe(references.length);
      }),
    );
  });
});
