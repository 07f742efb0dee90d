import { z } from 'zod';
import type { Statement } from '../hint.ts';

const payload = z.object({
  account: z.string().regex(/^\d{12}$/),
  region: z.string().regex(/^[a-z0-9-]{1,40}$/),
  detail: z.object({
    'action-type': z.string(),
    result: z.string().optional(),
    'repository-name': z.string().optional(),
    'image-tag': z.string().optional(),
    'image-digest': z.string().optional(),
  }),
});

/** Reads "ECR Image Action" of EventBridge: one event for each tag. */
export function readEcr(json: unknown): Statement {
  const parsed = payload.safeParse(json);
  if (!parsed.success) return 'unreadable';
  const { account, region, detail } = parsed.data;
  const { 'repository-name': repository, 'image-tag': tag, 'image-digest': digest } = detail;
  const isPush = detail['action-type'] === 'PUSH' && detail.result === 'SUCCESS';
  if (!isPush || !repository || !tag) return 'not-a-push';
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return [{ registry: `${account}.dkr.ecr.${region}.${domain}`, repository, tag, digest }];
}
