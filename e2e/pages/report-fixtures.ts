import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { test as base } from '../page-test.ts';
import { type RunningBaseboard, startBaseboard } from '../server.ts';

export const TOKEN = 'a-long-enough-token';
export const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };

/** A web server elsewhere, with one page. */
export interface Host {
  readonly origin: string;
  /** Shows this body on its next request. */
  show(html: string): void;
}

/** A Baseboard with a token, and a page elsewhere that may frame its reports; another that may not. */
export const test = base.extend<object, { locked: RunningBaseboard; wiki: Host; stranger: Host }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
  wiki: [async ({}, use) => withHost(use), { scope: 'worker' }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
  stranger: [async ({}, use) => withHost(use), { scope: 'worker' }],
  locked: [
    async ({ wiki }, use) => {
      const server = await startBaseboard({
        env: { BASEBOARD_TOKEN: TOKEN },
        config: `embed: { frameAncestors: ["${wiki.origin}"] }\n`,
      });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ locked }, use) => use(locked.url),
});

async function withHost(use: (host: Host) => Promise<void>): Promise<void> {
  let body = '';
  const server: Server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await use({ origin: `http://127.0.0.1:${port}`, show: (html) => (body = html) });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

export { expect };
