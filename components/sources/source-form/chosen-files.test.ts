import { expect, it } from 'vitest';
import { readChosen } from './chosen-files.ts';

const picked = (path: string, text: string, inFolder = '') => ({
  ...{ name: path.split('/').at(-1) ?? '', size: text.length, text: async () => text },
  webkitRelativePath: inFolder === '' ? '' : `${inFolder}/${path}`,
});

it('sends what was chosen, and of a folder what a reader knows', async () => {
  const chosen = await readChosen([
    picked('notes.txt', 'FROM debian:12\n'),
    picked('deploy/compose.yaml', '\uFEFFservices: {}', 'shop'),
    picked('src/main.ts', 'code', 'shop'),
    picked('node_modules/x/Dockerfile', 'FROM a', 'shop'),
  ]);
  expect(chosen).toEqual({
    files: [
      { path: 'notes.txt', text: 'FROM debian:12\n' },
      { path: 'deploy/compose.yaml', text: 'services: {}' },
    ],
    leftOut: [],
  });
});

it('leaves out what is too large, too many or not text, and says so', async () => {
  const chosen = await readChosen([
    picked('a.yaml', 'x'.repeat(1024 * 1024 + 1)),
    picked('b.yaml', 'a\0b'),
    ...Array.from({ length: 501 }, (_, n) => picked(`Dockerfile.${n}`, 'FROM a')),
  ]);
  expect(chosen.files).toHaveLength(500);
  expect(chosen.leftOut.map(({ path, why }) => `${path}: ${why}`)).toEqual([
    'a.yaml: it is larger than 1 MB',
    'b.yaml: it is not text',
    'Dockerfile.500: at most 500 files are sent',
  ]);
  const large = await readChosen(
    Array.from({ length: 5 }, (_, n) => picked(`${n}.yaml`, 'x'.repeat(1024 * 1024))),
  );
  expect(large.leftOut).toEqual([{ path: '4.yaml', why: 'all files together are larger than 4 MB' }]);
});
