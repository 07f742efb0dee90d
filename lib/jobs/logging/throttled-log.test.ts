import { pino } from 'pino';
import { expect, it } from 'vitest';
import { throttledLog } from './throttled-log.ts';

/** A log whose lines are kept, and a clock that the test sets. */
function open() {
  const lines: { msg: string; repeated: number; err?: unknown }[] = [];
  let now = 0;
  const log = pino({}, { write: (line) => lines.push(JSON.parse(line)) });
  return { lines, quiet: throttledLog(log, () => now), pass: (ms: number) => (now += ms) };
}

it('logs once a minute that the database is gone, without a stack, whoever noticed', () => {
  const { lines, quiet, pass } = open();
  for (let second = 0; second < 120; second += 1) {
    for (let worker = 0; worker < 30; worker += 1) {
      const error = new Error(`connect ECONNREFUSED 127.0.0.1:5432 (Queue: scan, Worker: ${worker})`);
      // As the queue hands it on: a copy, no instance of Error.
      const copy = { message: error.message, stack: error.stack, code: 'ECONNREFUSED' };
      quiet.error(
        worker % 2 === 0 ? copy : Object.assign(error, { code: 'ECONNREFUSED' }),
        'the queue has trouble',
      );
    }
    pass(1000);
  }
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatchObject({
    msg: 'The database cannot be reached. Trying again.',
    repeated: 60 * 30 - 1,
  });
  expect(lines[0]?.err).toBeUndefined();
});

it('says each other trouble once, in full', () => {
  const { lines, quiet } = open();
  for (let times = 0; times < 5; times += 1) {
    quiet.error(new Error(`a bug (Queue: scan, Worker: ${times})`), 'the queue has trouble');
    quiet.error(new Error('another bug'), 'the queue has trouble');
  }
  expect(lines.map(({ err }) => (err as { message: string }).message)).toEqual([
    'a bug (Queue: scan, Worker: 0)',
    'another bug',
  ]);
});
