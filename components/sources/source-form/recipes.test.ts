import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { parseAgentArguments } from '#lib/cli/agent/agent-arguments.ts';
import { parseImportArguments } from '#lib/cli/import/import-arguments.ts';
import { NODES, PODS, WORKLOADS } from '#lib/sources/clusters/api/resources.ts';
import { CLUSTER_ACCOUNT, CLUSTER_TOKEN, PLACEHOLDER, POST_RECIPE, POST_RECIPES } from './recipes.ts';

const documents = ['sources', 'ci'].map((name) => readFileSync(`docs/${name}.md`, 'utf8')).join('\n');

it('the account of a cluster may list and watch what is read, and nothing else', () => {
  const role = parseAllDocuments(CLUSTER_ACCOUNT)
    .map((document) => document.toJS())
    .find(({ kind }) => kind === 'ClusterRole');
  const granted = role.rules.flatMap(
    ({ apiGroups, resources, verbs }: Record<'apiGroups' | 'resources' | 'verbs', string[]>) =>
      resources.map((name) => `${apiGroups} ${name} ${verbs}`),
  );
  const read = [PODS, NODES, ...WORKLOADS].map(({ group, name }) => {
    return `${/^\/apis\/(.+)\/v1$/.exec(group)?.[1] ?? ''} ${name} list,watch`;
  });
  expect(granted.sort()).toEqual(read.sort());
  expect(documents).toContain(CLUSTER_ACCOUNT);
  expect(documents).toContain(CLUSTER_TOKEN);
});

it.each(POST_RECIPES)('the documents have the recipe of %s', (name) => {
  const { how, paste } = POST_RECIPE[name];
  expect(documents).toContain(how);
  expect(documents).toContain(paste(PLACEHOLDER));
});

it('the agent of the recipe has valid arguments', () => {
  const { spec } = parse(POST_RECIPE.agent.paste(PLACEHOLDER)).spec.template;
  expect(parseAgentArguments(spec.containers[0].args)).toMatchObject({
    ...{ kind: 'agent', source: PLACEHOLDER.source, cluster: { cluster: 'prod', inCluster: true } },
    tokenFile: `${spec.containers[0].volumeMounts[0].mountPath}/token`,
  });
});

it.each(['github', 'gitlab'] as const)('the import of the recipe of %s has valid arguments', (name) => {
  const job = parse(POST_RECIPE[name].paste(PLACEHOLDER));
  const script: string = name === 'github' ? job.jobs.import.steps.at(-1).run : job.images.script[0];
  const args = script.split(' baseboard import ')[1]?.split(' ') ?? [];
  // Both run once a day.
  const known = args.map((each) => (each.startsWith('"$') ? '42' : each));
  expect(parseImportArguments(known)).toMatchObject({
    target: { source: PLACEHOLDER.source, sequence: 42, everySeconds: 86_400 },
  });
});
