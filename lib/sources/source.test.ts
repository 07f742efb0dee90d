import { describe, expect, test } from 'vitest';
import { mentionSchema } from './mention.ts';
import { parseRegistrySource } from './source.ts';
import { digest } from './testing.ts';

const issuesOf = (more: object) => {
  const parsed = parseRegistrySource({
    name: 'a',
    kind: 'harbor',
    config: { registry: 'harbor.corp' },
    ...more,
  });
  return 'issues' in parsed ? parsed.issues.map(({ key, allowed }) => `${key}: ${allowed}`) : [];
};

describe('a source', () => {
  test('has defaults', () => {
    expect(
      parseRegistrySource({ name: ' ECR ', kind: 'registry', config: { registry: 'reg.corp:5000' } }),
    ).toEqual({
      source: {
        ...{ name: 'ECR', kind: 'registry', config: { registry: 'reg.corp:5000' }, every: 21_600 },
        select: { repositories: { include: ['**'], exclude: [] }, tags: 'all', maxImages: 2000 },
      },
    });
  });

  test.each<[string, object, string]>([
    ['kind', { kind: 'docker' }, 'kind: one of registry, harbor, quay, ghcr, docker-hub, gitlab, ecr'],
    ['a setting that is missing', { config: {} }, 'config.registry: a value: it is missing'],
    [
      'an unknown setting',
      { config: { registry: 'a.corp', projects: 'x' } },
      'config.projects: no such setting',
    ],
    [
      'a host',
      { config: { registry: 'https://harbor.corp' } },
      'config.registry: a host with an optional port',
    ],
    [
      'a path in a name',
      { config: { registry: 'a.corp', project: '../x' } },
      'config.project: letters, digits',
    ],
    [
      'Docker Hub',
      { kind: 'registry', config: { registry: 'docker.io' } },
      'config.registry: a registry with a catalog; list docker.io with the kind docker-hub',
    ],
    ['GitLab', { kind: 'gitlab', config: {} }, 'config: either group or project'],
    [
      'an account',
      { kind: 'ecr', config: { region: 'eu-west-1', account: '12' } },
      'config.account: an account of 12 digits',
    ],
    ['every', { every: '10s' }, 'every: a duration such as 30m, 1h or 1d, at least 5m'],
    ['a regular expression', { select: { tags: { regex: '(?=x)' } } }, 'select.tags'],
    ['a long expression', { select: { tags: { regex: 'x'.repeat(201) } } }, 'select.tags'],
    ['a range', { select: { tags: { semver: 'newest' } } }, 'select.tags'],
    [
      'a pattern',
      { select: { repositories: { include: ['apps/[a-z]'] } } },
      'select.repositories.include.0: a pattern of repositories',
    ],
    ['maxImages', { select: { maxImages: 1_000_000 } }, 'select.maxImages: at most 100000'],
    ['pushedWithin', { select: { pushedWithin: 'a year' } }, 'select.pushedWithin: a duration'],
  ])('says what is wrong with %s', (_, more, expected) => {
    expect(issuesOf(more).join('; ')).toContain(expected);
  });
});

test('a mention is bounded', () => {
  const mention = {
    reference: 'app:$TAG',
    digest: digest('x'),
    kind: 'declared',
    place: { file: 'compose.yaml', line: 3 },
  };
  expect(mentionSchema.parse(mention)).toEqual(mention);
  const bad = [
    { ...mention, kind: 'seen' },
    { ...mention, digest: 'sha256:1' },
    { ...mention, reference: '' },
    { ...mention, place: { nested: { a: 1 } } },
    { ...mention, place: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`k${n}`, n])) },
  ];
  for (const each of bad) expect(mentionSchema.safeParse(each).success).toBe(false);
});
