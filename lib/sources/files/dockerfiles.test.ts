// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are Dockerfiles.
import { describe, expect, test } from 'vitest';
import { declaredBy } from './testing.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const of = (text: string) =>
  declaredBy({ Dockerfile: text }).mentions.map((line) => line.replace('Dockerfile:', ''));

describe('a Dockerfile', () => {
  test.each<[name: string, text: string, mentions: string[]]>([
    [
      'its last stage is final',
      'FROM golang:1 AS b\nFROM debian:12',
      ['1 from golang:1 stage=b', '2 from debian:12 stage=1 final=true'],
    ],
    [
      'a final stage that is based on another stage',
      'FROM a:1 AS base\nFROM x:1 AS tool\nFROM BASE',
      ['1 from a:1 stage=base final=true', '2 from x:1 stage=tool'],
    ],
    [
      'arguments before the first FROM',
      'ARG V=3.21\nFROM alpine:${V:-3}',
      ['2 from alpine:3.21 stage=0 final=true'],
    ],
    [
      'an argument after FROM is not global',
      'FROM a:1\nARG V=2\nFROM b:$V',
      ['1 from a:1 stage=0', '3 from b:$V stage=1 final=true unresolved=$V'],
    ],
    [
      'an argument without a default',
      'ARG BASE\nFROM $BASE',
      ['2 from $BASE stage=0 final=true unresolved=$BASE'],
    ],
    [
      'an image for each platform',
      'FROM base:$TARGETARCH',
      ['1 from base:$TARGETARCH stage=0 final=true unresolved=$TARGETARCH'],
    ],
    [
      '--platform',
      'FROM --platform=$BUILDPLATFORM golang:1',
      ['1 from golang:1 stage=0 platform=$BUILDPLATFORM final=true'],
    ],
    ['a digest', `FROM debian:12@${DIGEST}`, [`1 from debian:12@${DIGEST} stage=0 final=true`]],
    ['scratch', 'FROM scratch\nCOPY --from=busybox:1 /bin /bin', ['2 copy-from busybox:1 stage=0']],
    [
      'COPY --from an image, a stage in any case, a later stage and a number',
      'FROM a:1 AS Build\nCOPY --from=BUILD x y\nCOPY --chown=1:1 --from=tool:2 x y\nCOPY --from=later x y\nADD --from=0 x y\nFROM b:1 AS later',
      ['1 from a:1 stage=Build', '3 copy-from tool:2 stage=Build', '6 from b:1 stage=later final=true'],
    ],
    [
      'a variable in COPY --from, which the builder does not expand',
      'ARG T=tool:2\nFROM a:1\nCOPY --from=$T x y',
      ['2 from a:1 stage=0 final=true', '3 copy-from $T stage=0 unresolved=$T'],
    ],
    [
      'RUN --mount from, across lines',
      'FROM a:1\nRUN --mount=type=cache,target=/c \\\n  # comment\n  --mount=type=bind,from=q.io/uv:1,source=/uv,target=/uv \\\n  uv --from=no/such:1',
      ['1 from a:1 stage=0 final=true', '2 mount-from q.io/uv:1 stage=0'],
    ],
    [
      'a frontend',
      '# syntax=docker/dockerfile:1.7\nFROM a:1',
      ['1 syntax docker.io/docker/dockerfile:1.7', '2 from a:1 stage=0 final=true'],
    ],
    [
      'no frontend in a later comment',
      'FROM a:1\n# syntax=docker/dockerfile:1.7',
      ['1 from a:1 stage=0 final=true'],
    ],
    [
      'here-documents',
      'FROM a:1\nRUN <<EOF\nFROM no/such:1\nCOPY --from=no/such:2 x y\nEOF\nCOPY <<A <<B /x/\nFROM no/such:3\nA\nFROM no/such:4\nB\nCOPY --from=b:2 x y',
      ['1 from a:1 stage=0 final=true', '11 copy-from b:2 stage=0'],
    ],
    [
      'another escape',
      '# escape=`\nFROM `\n  a:1\nRUN --mount=from=b:1 `\n x',
      ['2 from a:1 stage=0 final=true', '4 mount-from b:1 stage=0'],
    ],
    [
      'ONBUILD',
      'FROM a:1\nONBUILD COPY --from=b:1 x y',
      [
        '1 from a:1 stage=0 final=true',
        '2 copy-from b:1 stage=0 note=for builds that are based on this image (ONBUILD)',
      ],
    ],
    [
      'Windows lines',
      'FROM a:1\r\nCOPY --from=b:1 x y\r\n',
      ['1 from a:1 stage=0 final=true', '2 copy-from b:1 stage=0'],
    ],
    [
      'RUN and COPY in lower case',
      'from a:1 as x\nrun --mount=from=b:1 y\ncopy --from="c:1" x y',
      ['1 from a:1 stage=x final=true', '2 mount-from b:1 stage=x', '3 copy-from c:1 stage=x'],
    ],
    [
      'an environment variable of the machine',
      'FROM ${REGISTRY}/app:1',
      ['1 from ${REGISTRY}/app:1 stage=0 final=true unresolved=$REGISTRY'],
    ],
    ['a name that no image has', 'FROM Debian:12', []],
  ])('%s', (_, text, mentions) => {
    expect(of(text)).toEqual(mentions);
  });

  test('what is no image is named in a note', () => {
    expect(declaredBy({ Dockerfile: 'FROM Debian:12' }).notes).toEqual([
      'Dockerfile:1 “Debian:12” is not an image reference',
    ]);
  });

  test.each(['Containerfile', 'build/Dockerfile.prod', 'api.Dockerfile', 'x/dockerfile'])(
    '%s is one',
    (path) => {
      expect(declaredBy({ [path]: 'FROM a:1' }).mentions).toEqual([`${path}:1 from a:1 stage=0 final=true`]);
    },
  );

  test.each(['Dockerfile.dockerignore', 'node_modules/x/Dockerfile', 'src/dockerfile.go.txt.bak/x.md'])(
    '%s is none',
    (path) => {
      expect(declaredBy({ [path]: '# nothing' }).kinds).toEqual({});
    },
  );
});
