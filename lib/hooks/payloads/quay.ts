import { z } from 'zod';
import type { Statement } from '../hint.ts';
import { splitName } from './full-name.ts';

const payload = z.object({ docker_url: z.string(), updated_tags: z.array(z.string()) });

/** Reads a call of Quay, "Push to Repository": the tags without their digests. */
export function readQuay(json: unknown): Statement {
  const parsed = payload.safeParse(json);
  const place = parsed.data && splitName(parsed.data.docker_url);
  if (!parsed.success || place === undefined) return 'unreadable';
  return parsed.data.updated_tags.map((tag) => ({ ...place, tag, digest: undefined }));
}
