// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are compose and bake files.
import { describe, expect, test } from 'vitest';
import { declaredBy } from './testing.ts';

/** A compose file with one service of these lines. */
const service = (lines: string) => `services:\n  a:\n${lines.replace(/^/gm, '    ')}\n`;

describe('a compose file', () => {
  test('an image beside a build is what the build makes, with its base', () => {
    const { mentions, notes } = declaredBy({
      'compose.yaml': `services:
  web:
    image: q.io/shop/web:1
    build: { context: ./web, target: run, args: { V: "3.21" } }
  db:
    image: postgres:17
    platform: linux/arm64
`,
      'web/Dockerfile': 'ARG V=3.20\nFROM golang:1 AS build\nFROM alpine:$V AS run\nFROM alpine:$V AS debug',
    });
    expect(mentions).toEqual([
      'compose.yaml:6 image postgres:17 service=db platform=linux/arm64',
      'compose.yaml:3 output q.io/shop/web:1 service=web dockerfile=web/Dockerfile base=docker.io/library/alpine:3.21 baseLine=3',
      'web/Dockerfile:2 from golang:1 stage=build via=compose.yaml',
      'web/Dockerfile:3 from alpine:3.21 stage=run final=true via=compose.yaml',
      'web/Dockerfile:4 from alpine:3.21 stage=debug via=compose.yaml',
    ]);
    expect(notes).toEqual([]);
  });

  test.each<[name: string, files: Record<string, string>, mentions: string[], notes?: string[]]>([
    [
      '.env of the same folder',
      { 'x/compose.yml': service('image: a:${TAG}'), 'x/.env': '# x\nexport TAG="2" # y\n' },
      ['x/compose.yml:3 image a:2 service=a'],
    ],
    [
      '.env of another folder',
      { 'x/compose.yml': service('image: a:${TAG}'), '.env': 'TAG=2' },
      ['x/compose.yml:3 image a:${TAG} service=a unresolved=$TAG'],
    ],
    [
      'defaults',
      { 'compose.yml': service('image: ${R:-q.io}/a:${TAG-1}') },
      ['compose.yml:3 image q.io/a:1 service=a'],
    ],
    [
      'a variable that is required',
      { 'compose.yml': service('image: a:${TAG:?set it}') },
      ['compose.yml:3 image a:${TAG:?set it} service=a unresolved=$TAG'],
    ],
    [
      'an escaped dollar sign',
      { 'compose.yml': service('image: a:$$TAG') },
      ['compose.yml:3 image a:$$TAG service=a unresolved=$$'],
    ],
    [
      'a value that uses another',
      { 'compose.yml': service('image: a:$T'), '.env': 'V=1\nT=$V' },
      ['compose.yml:3 image a:$T service=a unresolved=$T'],
    ],
    [
      'merge keys and profiles',
      {
        'compose.yml':
          'x-a: &a\n  image: a:1\nservices:\n  b: { <<: *a, profiles: [x] }\n  c: { <<: *a, image: c:1 }\n',
      },
      ['compose.yml:2 image a:1 service=b', 'compose.yml:5 image c:1 service=c'],
    ],
    [
      'an inline Dockerfile',
      {
        'compose.yml': service(
          'image: q.io/a:1\nbuild:\n  dockerfile_inline: |\n    ARG X\n    FROM debian:12',
        ),
      },
      [
        'compose.yml:3 output q.io/a:1 service=a base=docker.io/library/debian:12 baseLine=7',
        'compose.yml:7 from debian:12 stage=0 final=true',
      ],
    ],
    [
      'extends another file, whose image is then the output',
      {
        'compose.yml': service('extends: { file: base/common.yml, service: app }\nbuild: .'),
        'base/common.yml': 'services:\n  app: { image: "q.io/app:1" }',
        Dockerfile: 'FROM a:1',
      },
      [
        'base/common.yml:2 image q.io/app:1 service=app',
        'compose.yml:2 output q.io/app:1 service=a dockerfile=Dockerfile base=docker.io/library/a:1 baseLine=1',
        'Dockerfile:1 from a:1 stage=0 final=true via=compose.yml',
      ],
    ],
    [
      'a circle of extends',
      { 'compose.yml': 'services:\n  a: { extends: b }\n  b: { extends: { service: a } , image: "b:1" }' },
      ['compose.yml:3 image b:1 service=a', 'compose.yml:3 image b:1 service=b'],
    ],
    [
      'an override that builds',
      {
        'compose.yaml': service('image: q.io/a:1'),
        'compose.override.yaml': service('build: .'),
        Dockerfile: 'FROM b:1',
      },
      [
        'compose.yaml:3 image q.io/a:1 service=a',
        'compose.override.yaml:3 output q.io/a:1 service=a dockerfile=Dockerfile base=docker.io/library/b:1 baseLine=1',
        'Dockerfile:1 from b:1 stage=0 final=true via=compose.override.yaml',
      ],
    ],
    [
      'extends a file that is not here',
      { 'compose.yml': service('extends: { file: ../x.yml, service: b }') },
      [],
      ['compose.yml:3 a extends b of ../x.yml, which was not read'],
    ],
    [
      'includes a file that is not here',
      { 'compose.yml': `include: [x.yml, { path: [y.yml] }]\n${service('image: a:1')}` },
      ['compose.yml:4 image a:1 service=a'],
      [
        'compose.yml:1 it includes x.yml, which was not read',
        'compose.yml:1 it includes y.yml, which was not read',
      ],
    ],
    [
      'a Dockerfile that is not here',
      { 'compose.yml': service('image: q.io/a:1\nbuild: ./x') },
      ['compose.yml:3 output q.io/a:1 service=a dockerfile=x/Dockerfile'],
      ['compose.yml:4 x/Dockerfile was not read, so the base of this build is not known'],
    ],
    [
      'a build from a repository',
      { 'compose.yml': service('build: https://github.com/a/b.git') },
      [],
      ['compose.yml:3 a is built from another place, so its base is not known'],
    ],
    [
      'a build without an image',
      { 'compose.yml': service('build: .'), Dockerfile: 'FROM a:1' },
      ['Dockerfile:1 from a:1 stage=0 final=true via=compose.yml'],
    ],
    [
      'another image for a name of the Dockerfile',
      {
        'compose.yml': service(
          'image: q.io/a:1\nbuild:\n  context: .\n  additional_contexts:\n    - alpine=docker-image://alpine:3.21\n    - src=../src',
        ),
        Dockerfile: 'FROM alpine:latest\nCOPY --from=src x y',
      },
      [
        'compose.yml:7 context alpine:3.21 service=a',
        'compose.yml:3 output q.io/a:1 service=a dockerfile=Dockerfile base=docker.io/library/alpine:3.21 baseLine=1',
        'Dockerfile:1 from alpine:3.21 stage=0 final=true via=compose.yml',
      ],
    ],
    [
      'an image volume',
      {
        'compose.yml': service(
          'image: a:1\nvolumes:\n  - { type: image, source: "data:1", target: /d }\n  - ./x:/y',
        ),
      },
      ['compose.yml:3 image a:1 service=a', 'compose.yml:5 image data:1 service=a'],
    ],
    [
      'a target that is no stage',
      { 'compose.yml': service('build: { context: ., target: nope }'), Dockerfile: 'FROM a:1 AS b' },
      ['Dockerfile:1 from a:1 stage=b via=compose.yml'],
      ['compose.yml:3 the Dockerfile has no stage nope'],
    ],
  ])('%s', (_, files, mentions, notes = []) => {
    const found = declaredBy(files);
    expect(found.mentions).toEqual(mentions);
    expect(found.notes).toEqual(notes);
  });

  test('a build argument that the caller sets is not guessed', () => {
    const { mentions } = declaredBy({
      'compose.yml': service('image: q.io/a:1\nbuild: { context: ., args: [BASE] }'),
      Dockerfile: 'ARG BASE\nFROM $BASE',
    });
    expect(mentions).toEqual([
      'compose.yml:3 output q.io/a:1 service=a dockerfile=Dockerfile',
      'Dockerfile:2 from $BASE stage=0 final=true via=compose.yml unresolved=$BASE',
    ]);
  });
});

describe('a bake file', () => {
  const bake = (target: object, more: object = {}) => JSON.stringify({ ...more, target }, null, 1);

  test('inherits, variables, contexts, targets and tags', () => {
    const { mentions, notes } = declaredBy({
      'docker-bake.json': bake(
        {
          _base: { context: 'app', args: { V: '${V}' } },
          api: {
            inherits: ['_base'],
            target: 'run',
            tags: ['q.io/api:1', 'q.io/api:${UNKNOWN}'],
            contexts: { tools: 'docker-image://q.io/tools:2' },
          },
        },
        { variable: { V: { default: '3.21' } } },
      ),
      'app/Dockerfile': 'ARG V=1\nFROM alpine:$V AS run\nCOPY --from=tools x y\nFROM x:1',
    });
    expect(mentions.map((line) => line.replace(/:\d+ /, ' '))).toEqual([
      'docker-bake.json context q.io/tools:2 service=api',
      'docker-bake.json output q.io/api:1 service=api dockerfile=app/Dockerfile base=docker.io/library/alpine:3.21 baseLine=2',
      'docker-bake.json output q.io/api:${UNKNOWN} service=api dockerfile=app/Dockerfile base=docker.io/library/alpine:3.21 baseLine=2 unresolved=${UNKNOWN}',
      'app/Dockerfile from alpine:3.21 stage=run final=true via=docker-bake.json',
      'app/Dockerfile copy-from q.io/tools:2 stage=run via=docker-bake.json',
      'app/Dockerfile from x:1 stage=1 via=docker-bake.json',
    ]);
    expect(notes).toEqual([]);
  });

  test('what docker buildx bake --print prints, from standard input', () => {
    const { kinds } = declaredBy({
      'standard input': bake({ a: { context: '.', dockerfile: 'Dockerfile' } }),
    });
    expect(kinds).toEqual({ 'standard input': 'bake' });
  });

  test('targets that inherit from each other end', () => {
    const { mentions } = declaredBy({
      'docker-bake.json': bake({ a: { inherits: ['b', 'a'], tags: ['q.io/a:1'] }, b: { inherits: ['a'] } }),
    });
    expect(mentions).toHaveLength(2);
  });
});
