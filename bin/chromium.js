// Finds a browser for the tests: the system's Chromium or Chrome, then Playwright's. Installs one if there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { childEnvironment, fail, NODE, ROOT, say } from './prepare.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium. Installs one if there is none; ends the program with what to do if that fails. */
export function ensureChromium() {
  const found = find();
  if (found) return found;
  install();
  return (
    find() ??
    fail(
      'no Chromium found: install the package chromium, or set BASEBOARD_CHROMIUM to the path of a browser.',
    )
  );
}

function find() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const own = createRequire(join(ROOT, 'package.json'))('@playwright/test').chromium.executablePath();
  const candidates = [process.env.BASEBOARD_CHROMIUM, ...onPath, ...APPLICATIONS, own];
  return candidates.find((path) => path && existsSync(path));
}

function install() {
  const debian = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (debian) {
    say('installing Chromium (apt-get install chromium) …');
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2], env: environment });
    const installed = spawnSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
      {
        stdio: ['ignore', 'ignore', 2],
        env: environment,
      },
    );
    if (installed.status === 0) return;
  }
  say('installing Chromium (playwright install chromium) …');
  const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
  spawnSync(NODE, [cli, 'install', 'chromium'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    env: childEnvironment(),
  });
}
