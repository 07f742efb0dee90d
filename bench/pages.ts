// What does a first visit to the first page and to the fleet of 1,000 images cost? Measured in a real Chromium with the
// production build and an empty cache: JavaScript compressed and uncompressed, and the time until the content is
// interactive; on loopback, and on Lighthouse's simulated phone.
import { chromium } from '@playwright/test';
import { createRegistry } from '#lib/registry/client.ts';
import { startBaseboard } from '../e2e/server.ts';
import { pushFleet } from './fleet.ts';
import { median, report, spread } from './measure.ts';
import { loadPage, type PageLoad, PHONE, type Throttle } from './page-load.ts';
import { startRegistryProcess } from './registry-process.ts';
import { trackAll } from './server.ts';

const ROUNDS = 5;
const SHAPE = { images: 1000, bases: 20 };

/** The limits of a page: bytes, and milliseconds for each simulation. */
interface Budget {
  readonly scriptTransferred: number;
  readonly scriptSize: number;
  readonly interactive: { readonly loopback: number; readonly phone: number };
}

/**
 * Scripts: a third of a megabyte leaves enough for our code beside React, Next and the query client. Times: a page that
 * appears at once, and Lighthouse's limit for a good time to interactive on its phone.
 */
const BUDGETS: Readonly<Record<'first page' | 'fleet', Budget>> = {
  'first page': {
    ...{ scriptTransferred: 330_000, scriptSize: 1_100_000 },
    interactive: { loopback: 500, phone: 3800 },
  },
  fleet: {
    ...{ scriptTransferred: 330_000, scriptSize: 1_100_000 },
    interactive: { loopback: 1000, phone: 3800 },
  },
};

const registry = await startRegistryProcess();
const client = createRegistry({ registries: [{ host: registry.host, plainHttp: true }] });
const server = await startBaseboard({
  config: JSON.stringify({ registries: [{ host: registry.host, plainHttp: true }] }),
});
const browser = await chromium.launch({
  executablePath: process.env.BASEBOARD_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
});

async function rounds(content: string, throttle?: Throttle): Promise<PageLoad[]> {
  const loads: PageLoad[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    loads.push(await loadPage(browser, `${server.url}/`, content, throttle));
  }
  return loads;
}

/** Prints a measurement with its budget. If the budget is exceeded, the program exits with 1. */
function hold(what: string, numbers: readonly number[], unit: string, budget: number): void {
  const within = median(numbers) <= budget;
  if (!within) process.exitCode = 1;
  report(`  ${what} ${spread(numbers, unit, 0)}: ${within ? 'within' : 'OVER'} ${budget.toFixed(0)} ${unit}`);
}

async function measure(name: keyof typeof BUDGETS, content: string): Promise<void> {
  const budget = BUDGETS[name];
  // The server's first response is slower and does not count.
  await loadPage(browser, `${server.url}/`, content);
  const near = await rounds(content);
  const far = await rounds(content, PHONE);
  const column = (loads: readonly PageLoad[], key: keyof PageLoad) => loads.map((load) => load[key]);
  const kilobytes = (key: keyof PageLoad) => column(near, key).map((bytes) => bytes / 1000);
  report(`${name}:`);
  hold('scripts transferred', kilobytes('scriptTransferred'), 'kB', budget.scriptTransferred / 1000);
  hold('scripts uncompressed', kilobytes('scriptSize'), 'kB', budget.scriptSize / 1000);
  report(`  everything transferred ${spread(kilobytes('transferred'), 'kB', 0)}`);
  for (const [where, loads] of [
    ['loopback', near],
    ['phone', far],
  ] as const) {
    hold(`${where}: interactive after`, column(loads, 'interactive'), 'ms', budget.interactive[where]);
    report(`  ${where}: painted after ${spread(column(loads, 'painted'), 'ms', 0)}`);
    report(`  ${where}: blocked for ${spread(column(loads, 'blocked'), 'ms', 0)} in between`);
  }
}

try {
  await measure('first page', 'main input[placeholder^="registry.example.com"]');
  const fleet = await pushFleet(client, registry.host, SHAPE);
  await trackAll(server, fleet.images);
  await measure('fleet', 'main a[href^="/images/"]');
} finally {
  await browser.close();
  await server.stop();
  await client.close();
  await registry.stop();
}
