import { expect, it } from 'vitest';
import { dropInternalHeaders } from './internal-headers.ts';

it('drops the internal headers of Next and no others', () => {
  const kept = {
    host: 'localhost',
    authorization: 'Bearer a',
    cookie: 'a=b',
    rsc: '1',
    'next-router-state-tree': 'x',
    'x-forwarded-for': '192.0.2.1',
    'x-middle': '1',
  };
  const headers = {
    ...kept,
    'x-middleware-subrequest': 'proxy',
    'x-middleware-prefetch': '1',
    'x-middleware-request-cookie': 'a=c',
    'x-nextjs-data': '1',
    'x-invoke-path': '/healthz',
    'x-matched-path': '/healthz',
    'x-now-route-matches': '1',
    'x-baseboard-path': '/evil',
  };
  dropInternalHeaders(headers);
  expect(headers).toEqual(kept);
});
