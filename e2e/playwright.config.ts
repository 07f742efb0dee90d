import { defineConfig } from '@playwright/test';

/** Chromium as the tests' launcher found it; the flags keep it off every network but loopback. */
const launchOptions = {
  ...(process.env.BASEBOARD_CHROMIUM ? { executablePath: process.env.BASEBOARD_CHROMIUM } : {}),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 2,
  // Longer than a test takes on a busy machine: what hangs is named by what it waits for.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? '../test-results/report.json' }],
  ],
  use: { launchOptions, trace: 'retain-on-failure', viewport: { width: 1440, height: 900 } },
  projects: [
    { name: 'pages', testMatch: 'pages/**/*.spec.ts' },
    { name: 'real', testMatch: 'real/**/*.spec.ts' },
  ],
});
