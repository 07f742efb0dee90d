import { afterEach, expect, it, vi } from 'vitest';
import { answerPaste, type PasteAnswer } from '#lib/paste/paste-answer.ts';
import { findImages } from './find-images.ts';

const notLoaded = () => Promise.reject(new Error('Failed to load chunk'));
const LARGE = 'q.io/a:1\n'.repeat(20_000);

/** A worker that answers as ours does, in the same thread: it never calls the listeners of errors. */
function workerThat(answer: (text: string) => Promise<PasteAnswer>) {
  const ended = vi.fn();
  class Answering extends EventTarget {
    postMessage(text: string) {
      void answer(text).then((data) => this.dispatchEvent(new MessageEvent('message', { data })));
    }
    terminate = ended;
  }
  vi.stubGlobal('Worker', Answering);
  return ended;
}

afterEach(() => void vi.unstubAllGlobals());

it('a parser that does not load is a problem that says what to do', async () => {
  const { images, problems } = await findImages('FROM debian:12', notLoaded);
  expect(images).toEqual([]);
  expect(problems).toEqual([
    { line: 1, text: 'FROM debian:12', problem: expect.stringMatching(/Failed to load chunk.*try again/) },
  ]);
});

it('a large text is read in a worker, which ends', async () => {
  const ended = workerThat((text) =>
    answerPaste(text, () =>
      Promise.resolve({ images: [], problems: [{ line: 7, text: '', problem: 'Read.' }] }),
    ),
  );
  expect((await findImages(LARGE, notLoaded)).problems).toEqual([{ line: 7, text: '', problem: 'Read.' }]);
  expect(ended).toHaveBeenCalledOnce();
});

it('if the parser does not load in the worker, the page reads the text', async () => {
  const ended = workerThat((text) => answerPaste(text, notLoaded));
  const { images } = await findImages(LARGE);
  expect(images.map(({ reference }) => reference)).toEqual(['q.io/a:1']);
  expect(ended).toHaveBeenCalledOnce();
  expect((await findImages(LARGE, notLoaded)).problems).toHaveLength(1);
});

it('if the worker does not start, the page reads the text', async () => {
  vi.stubGlobal(
    'Worker',
    class extends EventTarget {
      postMessage() {
        this.dispatchEvent(Object.assign(new Event('error'), { message: 'not found' }));
      }
      terminate() {}
    },
  );
  expect((await findImages(LARGE)).images).toHaveLength(1);
});
