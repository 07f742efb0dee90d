// What the tests of listers share.
import type { Handler } from '#lib/registry/testing/test-server.ts';
import { digest, json } from '../testing.ts';

export const login = { type: 'password', username: 'robot', password: 'pa:ss' } as const;
export const basic = `Basic ${Buffer.from('robot:pa:ss').toString('base64')}`;
export const short = (name: string) => digest(name).slice(7, 13);

/** Answers by path and query; an unknown request answers 404. */
export function routes(
  table: Readonly<Record<string, (url: URL) => [unknown, Record<string, string>?]>>,
): Handler {
  return ({ url }, response) => {
    const asked = new URL(url, 'http://host');
    const found = table[asked.pathname];
    if (!found) return json(response, { errors: [{ code: 'NAME_UNKNOWN' }] }, {}, 404);
    const [content, headers] = found(asked);
    json(response, content, headers);
  };
}

/** Page `page` of a list, in pages of `size`. */
export const slice = <T>(list: readonly T[], page: number, size: number) =>
  list.slice((page - 1) * size, page * size);
export const numbered = (url: URL) => Number(url.searchParams.get('page'));
