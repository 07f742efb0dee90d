import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ConfigError } from '#lib/config/config-error.ts';
import { loadConfig } from '#lib/config/load-config.ts';
import { ROOT } from './prepare.js';

const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const dockerfile = DockerfileParser.parse(read('Dockerfile'));
const instructions = dockerfile.getInstructions();
const packageJson = JSON.parse(read('package.json'));

/** Variables for other parts of the container. */
const FOREIGN = ['NODE_ENV'];

/** Whether Baseboard reads a variable: setting both NAME and NAME_FILE is an error only for a name that it reads. */
function isSetting(name: string): boolean {
  if (FOREIGN.includes(name)) return true;
  try {
    loadConfig({ [name]: 'x', [`${name}_FILE`]: '/nowhere' }, () => {
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    });
    return false;
  } catch (error) {
    return error instanceof ConfigError && error.message.includes(`either ${name} or ${name}_FILE`);
  }
}

describe('Dockerfile', () => {
  it('passes the linter', () => {
    expect(validate(read('Dockerfile'))).toEqual([]);
  });

  it('is based on the Node that the project pins', () => {
    const major = /\d+/.exec(packageJson.devDependencies.node)?.[0];
    const froms = dockerfile.getFROMs().map((from) => from.getImage());
    expect(froms.length).toBeGreaterThan(1);
    for (const image of froms) expect(image).toMatch(new RegExp(`^node:${major}-`));
  });

  it('does not run as root, and has a health check', () => {
    const last = dockerfile.getFROMs().at(-1)?.getRange().start.line ?? 0;
    const final = instructions.filter((each) => each.getRange().start.line >= last);
    const user = final.filter((each) => each.getKeyword() === 'USER').at(-1);
    expect(user?.getArgumentsContent()).toBe('node');
    expect(final.filter((each) => each.getKeyword() === 'HEALTHCHECK')).toHaveLength(1);
    expect(final.some((each) => each.getKeyword() === 'ADD')).toBe(false);
  });

  it('starts a program that exists', () => {
    const command: string[] = JSON.parse(dockerfile.getCMDs().at(-1)?.getArgumentsContent() ?? '[]');
    expect(command[0]).toBe('node');
    expect(existsSync(join(ROOT, command[1] ?? ''))).toBe(true);
  });

  it('has the documents that the help serves, and what parses them', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const pattern of ['docs', 'docs/', '*.md', '**/*.md']) expect(ignored).not.toContain(pattern);
    expect(packageJson.dependencies).toHaveProperty('marked');
  });

  it('sets variables that Baseboard reads', () => {
    const names = dockerfile.getENVs().flatMap((env) => env.getProperties().map((each) => each.getName()));
    expect(names).toContain('BASEBOARD_HOST');
    for (const name of names) expect(isSetting(name), name).toBe(true);
    expect(isSetting('BASEBOARD_NONSENSE')).toBe(false);
  });
});

describe('compose.yaml', () => {
  const { services, volumes } = parse(read('compose.yaml'), { merge: true });

  it('has PostgreSQL, one web process and one worker', () => {
    expect(Object.keys(services).sort()).toEqual(['database', 'web', 'worker']);
    expect(services.database.image).toMatch(/^postgres:\d+/);
    expect(services.database.healthcheck.test).toBeDefined();
    for (const name of ['web', 'worker']) {
      expect(services[name].depends_on.database.condition).toBe('service_healthy');
      expect(services[name].build).toBe('.');
    }
  });

  it('starts programs that exist, with settings that Baseboard reads', () => {
    expect(existsSync(join(ROOT, services.worker.command[1]))).toBe(true);
    for (const name of ['web', 'worker']) {
      for (const key of Object.keys(services[name].environment)) expect(isSetting(key), key).toBe(true);
    }
  });

  it('publishes on loopback only, and has no default secrets', () => {
    expect(services.web.ports).toEqual(['127.0.0.1:3000:3000']);
    expect(services.database.ports).toBeUndefined();
    const text = read('compose.yaml');
    for (const [, name, rest] of text.matchAll(/\$\{([A-Z_]+)([^}]*)\}/g)) {
      expect(rest?.startsWith(':?'), `${name} has a default`).toBe(true);
    }
  });

  it('keeps the database in a volume', () => {
    const kept = services.database.volumes.map((volume: string) => volume.split(':')[0]);
    for (const name of kept) expect(Object.keys(volumes)).toContain(name);
  });
});
