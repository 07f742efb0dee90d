import { z } from 'zod';
import type { Statement } from '../hint.ts';

const payload = z.object({
  push_data: z.object({ tag: z.string() }),
  repository: z.object({ repo_name: z.string() }),
});

/** Reads a call of Docker Hub: one for each tag, without a digest. */
export function readDockerHub(json: unknown): Statement {
  const parsed = payload.safeParse(json);
  if (!parsed.success) return 'unreadable';
  const { push_data, repository } = parsed.data;
  return [{ registry: 'docker.io', repository: repository.repo_name, tag: push_data.tag, digest: undefined }];
}
