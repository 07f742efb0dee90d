#!/usr/bin/env node
// `npm run pack:cli`: packs the command line as an npm package into dist/. Node does not strip types in node_modules,
// so the package contains one bundle with all dependencies, and installing it installs nothing else.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureDependencies, fail, ROOT, say } from './prepare.js';

ensureDependencies();
const { build } = await import('esbuild');

const stage = join(ROOT, 'dist', 'package');
const staged = (path) => {
  const full = join(stage, path);
  mkdirSync(dirname(full), { recursive: true });
  return full;
};
const readJson = (...path) => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'));

rmSync(stage, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: ['lib/cli/main.ts', 'lib/cli/judge-thread.ts'],
  // The same path as in the sources, so that the launcher and package.json are found in the same way.
  outdir: dirname(staged('lib/cli/main.js')),
  outbase: 'lib/cli',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minify: true,
  lineLimit: 160,
  legalComments: 'none',
  metafile: true,
  // CommonJS dependencies load Node's own modules with require.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
});

const { name, version, description, license } = readJson('package.json');
const described = {
  ...{ name, version, description, license },
  type: 'module',
  bin: { baseboard: 'bin/baseboard.js' },
  // Of everything in the bundle, the HTTP library needs the newest Node.
  engines: { node: readJson('node_modules', 'undici', 'package.json').engines.node },
  files: ['bin', 'lib', 'verdicts.md', 'THIRD-PARTY-LICENSES'],
};
writeFileSync(staged('package.json'), `${JSON.stringify(described, null, 2)}\n`);
copyFileSync(join(ROOT, 'bin', 'baseboard.js'), staged('bin/baseboard.js'));
copyFileSync(join(ROOT, 'LICENSE'), staged('LICENSE'));
copyFileSync(join(ROOT, 'docs', 'ci.md'), staged('README.md'));
copyFileSync(join(ROOT, 'docs', 'verdicts.md'), staged('verdicts.md'));
writeFileSync(staged('THIRD-PARTY-LICENSES'), licenses(metafile));

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const args = ['pack', stage, '--pack-destination', join(ROOT, 'dist'), '--loglevel=error'];
const packed = spawnSync(npm, args, { encoding: 'utf8', shell: npm.endsWith('.cmd') });
if (packed.status !== 0) fail(`npm pack failed:\n${packed.stderr}`);
say('packed');
process.stdout.write(`${join(ROOT, 'dist', packed.stdout.trim().split('\n').at(-1))}\n`);

/** The licences of all packages in the bundle. */
function licenses({ inputs }) {
  const found = Object.keys(inputs).flatMap(
    (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
  return [...new Set(found)]
    .sort()
    .map((dependency) => {
      const folder = join(ROOT, 'node_modules', dependency);
      const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
      if (file === undefined) fail(`${dependency} has no licence file, so it cannot be bundled`);
      return `${dependency} ${readJson('node_modules', dependency, 'package.json').version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
