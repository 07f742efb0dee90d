import { describe, expect, it } from 'vitest';
import { parsePaste } from '../parse-paste.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

/** The images as `line reference (place)`, and the problems as `line problem`. */
async function read(text: string) {
  const { images, problems } = await parsePaste(text);
  const place = (text: string | undefined) => (text === undefined ? '' : ` (${text})`);
  return {
    images: images.map(
      (image) => `${image.line} ${image.reference.replace('docker.io/library/', '')}${place(image.place)}`,
    ),
    formats: [...new Set(images.map(({ format }) => format))],
    problems: problems.map(({ line, problem }) => `${line} ${problem}`),
  };
}

describe('JSON', () => {
  it.each([
    ['texts', '["q.io/a:1",\n"q.io/b:2"]'],
    ['objects', '[{"reference":"q.io/a:1"},\n{"name":"x","image":"q.io/b:2"}]'],
    [
      'an export of Baseboard',
      '{"items":[{"id":"x","reference":"q.io/a:1"},\n{"reference":"q.io/b:2"}],"nextCursor":null}',
    ],
    [
      'docker images --format json',
      '{"Containers":"N/A","CreatedAt":"2026-11-01 10:00:00 +0000 UTC","Digest":"\\u003cnone\\u003e","ID":"3f0a9f1c2b7d","Repository":"q.io/a","SharedSize":"N/A","Size":"187MB","Tag":"1","UniqueSize":"N/A"}\n{"ID":"77af4d6b9913","Repository":"q.io/b","Tag":"2"}\n',
    ],
    [
      'docker ps --format json',
      '{"Command":"\\"/api\\"","ID":"b7f3c1d2e4a5","Image":"q.io/a:1","Names":"api","State":"running"}\n{"ID":"c","Image":"q.io/b:2","Names":"b"}\n',
    ],
    [
      'podman images --format json',
      '[{"Id":"3f0a","RepoTags":null,"Names":["q.io/a:1"],"RepoDigests":[]},\n{"Id":"77af","Names":["q.io/b:2"]}]',
    ],
    [
      'docker inspect of containers',
      `[{"Id":"b7","Image":"${DIGEST}","Config":{"Image":"q.io/a:1"}},\n{"Id":"c7","Image":"${DIGEST}","Config":{"Image":"q.io/b:2"}}]`,
    ],
    [
      'crictl images -o json',
      '{"images":[{"id":"1","repoTags":["q.io/a:1"]},\n{"id":"2","repoTags":["q.io/b:2"]}]}',
    ],
  ])('%s', async (_, text) => {
    const { images, problems } = await read(text);
    expect(problems).toEqual([]);
    expect(images.map((image) => image.replace(/ \(.*/, ''))).toEqual(['1 q.io/a:1', '2 q.io/b:2']);
  });

  it('one container alone', async () => {
    const text = '{"Command":"\\"sh\\"","ID":"b7f3c1d2e4a5","Image":"q.io/a:1","Names":"api"}';
    expect((await read(text)).images).toEqual(['1 q.io/a:1 (container api)']);
  });

  it.each([
    ['["q.io/a:1",', '1 It starts like JSON but is not valid JSON: it ends too early.'],
    ['{"a":\n1', '2 It starts like JSON but is not valid JSON: "," or "}" is expected.'],
    ['{"a":1}', '1 This is JSON that names no image.'],
    ['[\n{"tag":"1"}]', '2 Item 1 has neither a reference nor an image.'],
    [
      '['.repeat(100_000),
      '1 It starts like JSON but is not valid JSON: it is nested deeper than 200 levels.',
    ],
    ['[{"Id":"1","RepoTags":[],"Names":null}]', '1 This image has no name: no tag points to it any more.'],
  ])('%.20s is left out', async (text, problem) => {
    expect(await read(text)).toEqual({ images: [], formats: [], problems: [problem] });
  });
});
