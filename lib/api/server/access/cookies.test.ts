import { expect, it } from 'vitest';
import { readCookie, SESSION_COOKIE, setCookie } from './cookies.ts';

it('binds a cookie to the host if the browser uses https', () => {
  expect(setCookie(SESSION_COOKIE, 'v', { maxAge: 60, secure: true, sameSite: 'Strict' })).toBe(
    '__Host-baseboard_session=v; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure',
  );
  expect(setCookie(SESSION_COOKIE, 'v', { maxAge: 0, secure: false, sameSite: 'Lax' })).toBe(
    'baseboard_session=v; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
  );
});

it.each([
  ['baseboard_session=a', false, 'a'],
  ['baseboard_session=a', true, undefined],
  ['baseboard_session=a; __Host-baseboard_session=b', false, 'b'],
  ['x; =y; __Host-baseboard_session=b=c', true, 'b=c'],
  [null, false, undefined],
])('reads %s (https alone: %s): %s', (header, secureOnly, value) => {
  expect(readCookie(header, SESSION_COOKIE, secureOnly)).toBe(value);
});
