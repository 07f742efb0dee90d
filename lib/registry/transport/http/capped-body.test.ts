import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { BodyTooLargeError, readCapped } from './capped-body.ts';

const chunk = (length: number) => new Uint8Array(length).fill(7);

it('reads a body of just the limit, from a stream of Node or of the web, or from none', async () => {
  const bytes = Buffer.from(chunk(10));
  expect(await readCapped(Readable.from([chunk(4), chunk(6)]), 10)).toEqual(bytes);
  expect(await readCapped(new Response(bytes).body, 10)).toEqual(bytes);
  expect(await readCapped(null, 10)).toEqual(Buffer.alloc(0));
  expect(await readCapped(Readable.from([chunk(10)]), 10, '10')).toEqual(bytes);
});

it('stops at the first byte too many and ends the stream', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(chunk(4));
    },
  });
  await expect(readCapped(endless, 10)).rejects.toThrow(new BodyTooLargeError(10));
  const when = sent;
  await new Promise((resolve) => setImmediate(resolve));
  expect(sent).toBe(when);
  expect(sent).toBeLessThanOrEqual(5);
});

it('believes an announced length only if it is too large', async () => {
  let read = false;
  const body = (async function* () {
    read = true;
    yield chunk(11);
  })();
  await expect(readCapped(body, 10, '11')).rejects.toMatchObject({ name: 'BodyTooLargeError', limit: 10 });
  expect(read).toBe(false);
  await expect(readCapped(body, 10, '1')).rejects.toThrow(BodyTooLargeError);
});
