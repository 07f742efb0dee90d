import { z } from 'zod';
import type { Statement } from '../hint.ts';

const payload = z.object({
  domain: z.string(),
  event_type: z.string(),
  data: z
    .object({
      repo_key: z.string().optional(),
      image_name: z.string().optional(),
      tag: z.string().optional(),
      sha256: z.string().optional(),
    })
    .optional(),
});

/** Reads a call of Artifactory, "Docker: tag was pushed". The name begins with the key of the repository it is stored in. */
export function readArtifactory(json: unknown): Statement {
  const parsed = payload.safeParse(json);
  if (!parsed.success) return 'unreadable';
  const { domain, event_type, data } = parsed.data;
  if (domain !== 'docker' || event_type !== 'pushed') return 'not-a-push';
  const { repo_key, image_name, tag, sha256 } = data ?? {};
  if (!repo_key || !image_name || !tag) return 'unreadable';
  const digest = sha256 === undefined ? undefined : `sha256:${sha256}`;
  return [{ registry: undefined, repository: `${repo_key}/${image_name}`, tag, digest }];
}
