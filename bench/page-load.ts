import type { Browser, CDPSession } from '@playwright/test';

/** The cost of loading a page with an empty cache. */
export interface PageLoad {
  /** Bytes of scripts as transferred, headers included, until the page was interactive. */
  readonly scriptTransferred: number;
  /** Bytes of the same scripts uncompressed. */
  readonly scriptSize: number;
  /** Bytes of everything as transferred, until then. */
  readonly transferred: number;
  /** Milliseconds from navigation until text or a picture was painted. */
  readonly painted: number;
  /** Milliseconds until the content was visible and interactive. */
  readonly interactive: number;
  /** Milliseconds of long tasks beyond 50 ms each, between the two. */
  readonly blocked: number;
}

/** The simulated device and network; `undefined` for no simulation. */
export interface Throttle {
  /** How many times slower the processor is. */
  readonly cpu: number;
  readonly roundTripMs: number;
  readonly kilobitsPerSecond: number;
}

/** Lighthouse's simulated phone: a quarter of the CPU speed, "Slow 4G". */
export const PHONE: Throttle = { cpu: 4, roundTripMs: 150, kilobitsPerSecond: 1638 };

interface Seen {
  painted: number;
  interactive: number;
  tasks: { start: number; duration: number }[];
}

/**
 * Loads a page in a new context, with an empty cache. It is interactive once React has hydrated `content`, the page's
 * main element: from then on its handlers run.
 */
export async function loadPage(
  browser: Browser,
  url: string,
  content: string,
  throttle?: Throttle,
): Promise<PageLoad> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    const bytes = await countBytes(devtools);
    if (throttle !== undefined) await slowDown(devtools, throttle);
    await page.addInitScript(watch, content);
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(() => (window as unknown as { seen: Seen }).seen.interactive > 0, undefined, {
      timeout: 60_000,
    });
    const counted = bytes();
    const seen = await page.evaluate(() => (window as unknown as { seen: Seen }).seen);
    const between = seen.tasks.filter(({ start }) => start >= seen.painted && start < seen.interactive);
    const blocked = between.reduce((sum, { duration }) => sum + Math.max(0, duration - 50), 0);
    return { ...counted, painted: seen.painted, interactive: seen.interactive, blocked };
  } finally {
    await context.close();
  }
}

/** Runs in the page before its scripts: records the first paint, and when React has hydrated the content. */
function watch(content: string): void {
  const seen: Seen = { painted: 0, interactive: 0, tasks: [] };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push({ start: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries())
      if (name === 'first-contentful-paint') seen.painted = startTime;
  }).observe({ type: 'paint', buffered: true });
  const look = () => {
    const element = document.querySelector(content);
    const taken = element !== null && Object.keys(element).some((key) => key.startsWith('__reactProps'));
    if (taken && seen.painted > 0) seen.interactive = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Starts to sum up network traffic. Returns a function with the sums so far. */
async function countBytes(devtools: CDPSession) {
  await devtools.send('Network.enable');
  const scripts = new Set<string>();
  const sums = { scriptTransferred: 0, scriptSize: 0, transferred: 0 };
  devtools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  devtools.on('Network.dataReceived', ({ requestId, dataLength }) => {
    if (scripts.has(requestId)) sums.scriptSize += dataLength;
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    sums.transferred += encodedDataLength;
    if (scripts.has(requestId)) sums.scriptTransferred += encodedDataLength;
  });
  return () => ({ ...sums });
}

async function slowDown(devtools: CDPSession, { cpu, roundTripMs, kilobitsPerSecond }: Throttle) {
  const throughput = (kilobitsPerSecond * 1000) / 8;
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: roundTripMs,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
}
