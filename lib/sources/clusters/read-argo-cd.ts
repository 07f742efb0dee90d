import { z } from 'zod';
import { describeIssue } from '#lib/oci/json/lenient-schema.ts';
import type { Mention } from '../mention.ts';
import type { MentionListing } from '../mention-listing.ts';
import { ApiError, problemOfApi } from './api/api-error.ts';
import type { ArgoCdConfig } from './cluster-source.ts';
import { serverConnection } from './connection/server-connection.ts';
import { type ReadClusterDeps, withConnection } from './read-cluster.ts';

/** Only these fields are sent: whole applications have megabytes of status. */
const FIELDS = [
  'items.metadata.name',
  'items.metadata.namespace',
  'items.spec.destination',
  'items.status.summary.images',
].join(',');

const text = z.string().max(1024).nullish();

const applicationsSchema = z.object({
  items: z
    .array(
      z.object({
        metadata: z.object({ name: z.string().min(1).max(253) }),
        spec: z
          .object({ destination: z.object({ name: text, server: text, namespace: text }).nullish() })
          .nullish(),
        status: z
          .object({ summary: z.object({ images: z.array(z.string()).nullish() }).nullish() })
          .nullish(),
      }),
    )
    .nullish(),
});
type Application = NonNullable<z.output<typeof applicationsSchema>['items']>[number];

/**
 * Lists the images that Argo CD's applications declare (`GET /api/v1/applications`): `status.summary.images`, which its
 * controller takes from the live objects. A token sees the applications that its role may get, and no others: Argo CD does not
 * say that there are more.
 */
export async function readArgoCd(config: ArgoCdConfig, deps: ReadClusterDeps): Promise<MentionListing> {
  return withConnection(
    () => serverConnection(config, deps),
    deps,
    async (client) => {
      try {
        const json = await client.get('/api/v1/applications', new URLSearchParams({ fields: FIELDS }));
        const parsed = applicationsSchema.safeParse(json);
        if (!parsed.success) {
          throw new ApiError('invalid-answer', `the answer is refused: ${describeIssue(parsed.error)}`);
        }
        const mentions = (parsed.data.items ?? []).flatMap((each) => mentionsOf(each, client.host));
        return { complete: true, mentions, problems: [] };
      } catch (error) {
        const attempt = {
          host: client.host,
          verb: 'get',
          resource: 'applications',
          group: undefined,
          namespace: undefined,
        } as const;
        return { complete: false, mentions: [], problems: [problemOfApi(error, attempt)] };
      }
    },
  );
}

function mentionsOf({ metadata, spec, status }: Application, argocd: string): Mention[] {
  const { name, server, namespace } = spec?.destination ?? {};
  const images = new Set(status?.summary?.images ?? []);
  return [...images].sort().flatMap((image): Mention[] => {
    if (image === '' || image.length > 1024) return [];
    const place = {
      ...{ argocd, application: metadata.name },
      ...(name || server ? { cluster: name || server || '' } : {}),
      ...(namespace ? { namespace } : {}),
    };
    return [{ reference: image, kind: 'declared', place }];
  });
}
