import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { basedOn, judgedOf, unread, World } from '../testing.ts';
import { fingerprintOf, fingerprintWithoutReasons } from './fingerprint.ts';
import type { Lineage } from './lineage.ts';

const APP = 'registry.test/app:1';
const BASE = 'registry.test/base:1';

function staleApp(): Lineage {
  const world = new World();
  const digest = world.image(BASE, { layers: ['os'] });
  world.image(APP, { layers: ['os', 'app'], annotations: basedOn(BASE, digest) });
  world.image(BASE, { layers: ['os, next'] });
  return judgedOf(world, APP);
}

it('is the same whatever the time, the order of keys, and what derives from the facts', () => {
  const lineage = staleApp();
  const again = Object.fromEntries(Object.entries(lineage).reverse()) as unknown as Lineage;
  const later = { ...again, checkedAt: 'later', finding: { kind: 'stated', text: 'other words' } } as const;
  expect(fingerprintOf(later)).toBe(fingerprintOf(lineage));
  expect(fingerprintOf({ ...lineage, digest: null })).not.toBe(fingerprintOf(lineage));
});

it('does not change with the words of a parser or of the registry client', () => {
  const failing = (detail: string): Lineage => {
    const world = new World();
    const lineage = () => judgedOf(world, APP);
    world.image(APP, { layers: ['app'], annotations: basedOn(BASE) });
    const reason = { kind: 'registry-error', error: 'unreachable', host: 'registry.test' } as const;
    world.tagFacts.set(BASE, {
      ...unread(''),
      reason: { ...reason, code: 'SERVER_ERROR', status: 503, detail },
    });
    return lineage();
  };
  const [one, other] = [failing('the registry is in trouble (HTTP 503)'), failing('it answered 503')];
  expect(JSON.stringify(one)).not.toBe(JSON.stringify(other));
  expect(fingerprintOf(one)).toBe(fingerprintOf(other));
});

it('differs where the kind or a fact of a reason does, unless reasons are left out', () => {
  const with_ = (platform: string): Lineage => {
    const lineage = staleApp();
    const reasons = [{ kind: 'base-platform-gone', platform }] as const;
    const links = lineage.links.map((link) => ({ ...link, base: link.base && { ...link.base, reasons } }));
    return { ...lineage, links };
  };
  const [arm, amd] = [with_('linux/arm64'), with_('linux/amd64')];
  expect(fingerprintOf(arm)).not.toBe(fingerprintOf(amd));
  expect(fingerprintWithoutReasons(arm)).toBe(fingerprintWithoutReasons(amd));
});

it('is made without words: what judges and what is stored imports none', () => {
  const lib = join(import.meta.dirname, '..', '..');
  const seen = new Set<string>();
  const follow = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from '((?:#lib|\.)[^']*\.ts)'/g)) {
      follow(path.startsWith('#lib/') ? join(lib, path.slice('#lib/'.length)) : join(dirname(file), path));
    }
  };
  const core = ['chain', 'evidence', 'facts', 'images', 'platform-verdict', 'upcast', 'verdict'];
  for (const room of core) {
    const folder = join(lib, 'lineage', room);
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.ts') && !name.endsWith('.test.ts')) follow(join(folder, name));
    }
  }
  for (const name of ['judge-image.ts', 'check-failure.ts']) follow(join(lib, 'judging', name));
  expect([...seen].filter((file) => file.includes('/lineage/words/'))).toEqual([]);
  expect(seen.size).toBeGreaterThan(30);
});
