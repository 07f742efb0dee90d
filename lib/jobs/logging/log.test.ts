import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { RegistryError } from '#lib/registry/errors.ts';
import { testDatabase } from '#lib/store/testing.ts';
import { createLog } from './log.ts';

const database = testDatabase();
const SECRET = 'PASSWORD=hunter2';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const keep = (line: string) => {
    text += line;
  };
  write(createLog('info', { write: keep }));
  return text;
}

async function thrownBy(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
}

describe('the log of an error', () => {
  it('says of a failed query what it was, and none of its parameters', async () => {
    const message = `Failed query: insert into x values ($1)\nparams: ${SECRET}`;
    const cause = Object.assign(new Error(`invalid input syntax for type json: "${SECRET}"`), {
      severity: 'ERROR',
      code: '22P02',
      detail: `Token "${SECRET}" is invalid.`,
      where: `JSON data, line 1: {"Env":["${SECRET}"`,
    });
    const error = Object.assign(new Error(message, { cause }), {
      query: 'insert into x values ($1)',
      params: [SECRET],
    });
    const text = logged((log) => log.error({ err: error, requestId: 'r1' }, 'it failed'));
    expect(text).not.toContain('hunter2');
    expect(JSON.parse(text)).toMatchObject({
      requestId: 'r1',
      msg: 'it failed',
      err: {
        message: 'a query failed',
        query: 'insert into x values ($1)',
        cause: { code: '22P02', message: 'invalid input syntax for type json' },
      },
    });
  });

  it('says the same of what PostgreSQL really refuses', async () => {
    const error = await thrownBy(() =>
      database().execute(sql`select ${`{"Env":["${SECRET}\\u0000"]}`}::jsonb`),
    );
    expect(String(error)).toContain('hunter2');
    const text = logged((log) => log.error({ err: error }));
    expect(text).not.toContain('hunter2');
    expect(logged((log) => log.error(error))).not.toContain('hunter2');
    expect(JSON.parse(text).err).toMatchObject({ message: 'a query failed', cause: { code: '22P05' } });
  });

  it.each<[string, () => unknown]>([
    ['JSON that is none', () => JSON.parse(`{"Env":["${SECRET}"`)],
    ['JSON that is text', () => JSON.parse(SECRET)],
    ['a property of an error', () => Promise.reject(Object.assign(new Error('x'), { document: SECRET }))],
    ['what is no error', () => Promise.reject({ Env: [SECRET] })],
    ['a text', () => Promise.reject(SECRET)],
    [
      'a cause of a cause',
      () =>
        Promise.reject(
          new Error('x', { cause: new AggregateError([Object.assign(new Error('y'), { params: SECRET })]) }),
        ),
    ],
  ])('quotes nothing of %s', async (_, act) => {
    const error = await thrownBy(act);
    expect(logged((log) => log.warn({ err: error }, 'trouble'))).not.toContain('hunter2');
  });

  it('keeps what a registry’s error says of itself', () => {
    const facts = { kind: 'not-visible', host: 'q.io', operation: 'resolve', reference: 'q.io/a:1' } as const;
    const error = new RegistryError({ ...facts, code: 'DENIED', problem: 'it is not visible', status: 403 });
    const text = logged((log) => log.error({ err: error }));
    expect(JSON.parse(text).err).toMatchObject({
      type: 'RegistryError',
      ...facts,
      code: 'DENIED',
      status: 403,
    });
    expect(JSON.parse(text).err.stack).toContain('log.test.ts');
  });
});
