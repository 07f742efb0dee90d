#!/usr/bin/env node
// `baseboard`: the command line. In a clone it runs the sources with the Node that the project pins. In the published
// package, which has no dependencies, it runs the bundle with the Node that started it. Any Node can parse this file.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

if (existsSync(at('../lib/cli/main.ts'))) await fromClone();
else await fromPackage();

async function fromClone() {
  const { ensureDependencies, NODE } = await import('./prepare.js');
  ensureDependencies();
  const args = ['--disable-warning=ExperimentalWarning', at('../lib/cli/main.ts'), ...process.argv.slice(2)];
  const child = spawn(NODE, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`baseboard: ${NODE}: ${error.message}\n`);
    process.exitCode = 70;
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

async function fromPackage() {
  const { engines } = JSON.parse(readFileSync(at('../package.json'), 'utf8'));
  const needed = engines.node.replace('>=', '');
  if (isOlder(process.versions.node, needed)) {
    process.stderr.write(
      `baseboard: this is Node ${process.versions.node}; Node ${needed} or newer is needed\n`,
    );
    process.exitCode = 64;
    return;
  }
  await import('../lib/cli/main.js');
}

function isOlder(version, needed) {
  const [is, wanted] = [version, needed].map((text) => text.split('.').map(Number));
  const differs = [0, 1, 2].find((part) => (is[part] || 0) !== (wanted[part] || 0));
  return differs !== undefined && (is[differs] || 0) < (wanted[differs] || 0);
}
