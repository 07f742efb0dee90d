import { z } from 'zod';
import type { StatedHint, Statement } from '../hint.ts';
import { hostOf } from './full-name.ts';

const text = z.string().nullish();
const replicated = z.object({
  harbor_hostname: text,
  dest_resource: z.object({ endpoint: text, namespace: text }).nullish(),
  successful_artifact: z.array(z.object({ name_tag: text })).nullish(),
});
const eventData = z.object({
  resources: z.array(z.object({ digest: text, tag: text, resource_url: text })).nullish(),
  repository: z.object({ repo_full_name: text }).nullish(),
  replication: replicated.nullish(),
});
const payload = z.object({ type: z.string(), event_data: eventData.nullish(), data: eventData.nullish() });

/** The types of the default format, of Harbor 1.x, and of CloudEvents. */
const PUSHES = ['PUSH_ARTIFACT', 'pushImage', 'harbor.artifact.pushed'];
const REPLICATIONS = ['REPLICATION', 'harbor.replication.status.changed'];

/**
 * Reads a call of Harbor, in its default format or as structured CloudEvents. One push may have several resources. A
 * replication fills repositories without a push: any of their tags may have moved.
 */
export function readHarbor(json: unknown): Statement {
  const parsed = payload.safeParse(json);
  if (!parsed.success) return 'unreadable';
  const { type, event_data, data } = parsed.data;
  const content = event_data ?? data;
  const hints = PUSHES.includes(type)
    ? pushes(content)
    : REPLICATIONS.includes(type)
      ? replications(content?.replication)
      : [];
  return hints.length === 0 ? 'not-a-push' : hints;
}

function pushes(content: z.infer<typeof eventData> | null | undefined): StatedHint[] {
  const repository = content?.repository?.repo_full_name;
  if (!repository) return [];
  return (content?.resources ?? []).flatMap(({ tag, digest, resource_url }) => {
    // Pushed by digest: no tag has moved.
    if (!tag || tag.includes(':')) return [];
    return { registry: hostOf(resource_url ?? undefined), repository, tag, digest: digest ?? undefined };
  });
}

function replications(replication: z.infer<typeof replicated> | null | undefined): StatedHint[] {
  const namespace = replication?.dest_resource?.namespace;
  if (!namespace) return [];
  const registry = hostOf(replication?.dest_resource?.endpoint || replication?.harbor_hostname || undefined);
  return (replication?.successful_artifact ?? []).flatMap(({ name_tag }) => {
    // "alpine [1 item(s) in total]"
    const name = /^[^\s:]+/.exec(name_tag ?? '')?.[0];
    if (name === undefined) return [];
    return { registry, repository: `${namespace}/${name}`, tag: undefined, digest: undefined };
  });
}
