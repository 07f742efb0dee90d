import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { FORMATS, parseArguments } from '#lib/cli/input/arguments.ts';
import { HELP } from '#lib/cli/input/help.ts';

const text = readFileSync(join(import.meta.dirname, '..', 'docs', 'ci.md'), 'utf8');
const blocks = [...text.matchAll(/```(\w*)\n(.*?)```/gs)].map(([, language = '', code = '']) => ({
  language,
  code,
}));
const calls = [...text.matchAll(/baseboard (check [^\n>|#]*)/g)].map(([, call = '']) => call.trim());

it.each(blocks.filter(({ language }) => language === 'sh').map(({ code }) => [code]))(
  'a shell can read %s',
  (code) => {
    const { status, stderr } = spawnSync('sh', ['-n'], { input: code, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  },
);

it('pipelines are valid YAML with jobs', () => {
  const pipelines = blocks.filter(({ language }) => language === 'yaml').map(({ code }) => parse(code));
  expect(pipelines).toHaveLength(4);
  // Those of the import are compared with the recipes in the form of a source.
  expect(pipelines[2].jobs.check.steps).toHaveLength(5);
  expect(pipelines[3]['base-images'].allow_failure).toEqual({ exit_codes: 1 });
});

it('the command line accepts every call', () => {
  const real = calls.filter((call) => !call.startsWith('check`'));
  expect(real.length).toBeGreaterThan(7);
  for (const call of real) {
    const args = call.split(/\s+/).map((word) => word.replaceAll('"', ''));
    expect(() => parseArguments(args), call).not.toThrow();
  }
});

it('the help and the document name every format', () => {
  const line = HELP.split('\n').find((each) => each.includes('--format <format>'));
  for (const format of FORMATS) {
    expect(line).toMatch(new RegExp(`\\b${format}\\b`));
    expect(text).toContain(`**${format}**`);
  }
});

it('every option of the help is documented, except the self-explanatory ones', () => {
  const options = [...HELP.matchAll(/--[a-z-]+/g)].map(([option]) => option);
  const plain = ['--help', '--version', '--timeout'];
  for (const option of new Set(options)) if (!plain.includes(option)) expect(text).toContain(option);
});
