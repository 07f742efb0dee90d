import { z } from 'zod';
import { isTag } from '#lib/oci/reference.ts';
import type { HookRequest, Statement } from '../hint.ts';

const image = z.object({ name: z.string(), reference: z.string(), digest: z.string().optional() });
const structured = z.object({ type: z.string(), data: z.unknown() });

/** What the type ends with: its beginning, `zotregistry`, is a setting. */
const UPDATED = /(?:^|\.)image\.updated$/;

/** Reads zot's CloudEvents, binary (the type is a header) or structured. They name no host. */
export function readZot(json: unknown, { header }: HookRequest): Statement {
  const inBody = structured.safeParse(json);
  const type = header('ce-type') ?? inBody.data?.type;
  if (type === undefined) return 'unreadable';
  if (!UPDATED.test(type)) return 'not-a-push';
  const parsed = image.safeParse(header('ce-type') === null ? inBody.data?.data : json);
  if (!parsed.success) return 'unreadable';
  const { name: repository, reference, digest } = parsed.data;
  // Pushed by digest: no tag has moved.
  if (!isTag(reference)) return 'not-a-push';
  return [{ registry: undefined, repository, tag: reference, digest }];
}
