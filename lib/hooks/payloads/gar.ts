import { z } from 'zod';
import type { Statement } from '../hint.ts';
import { hintOfName } from './full-name.ts';
import { parseJson } from './parse-json.ts';

const envelope = z.object({ message: z.object({ data: z.string() }) });
const change = z.object({ action: z.string(), tag: z.string().optional(), digest: z.string().optional() });

/** Reads a Pub/Sub push with a change of Artifact Registry. Each push causes two; the one without a tag moves none. */
export function readGar(json: unknown): Statement {
  const wrapped = envelope.safeParse(json);
  if (!wrapped.success) return 'unreadable';
  const parsed = change.safeParse(parseJson(Buffer.from(wrapped.data.message.data, 'base64')));
  if (!parsed.success) return 'unreadable';
  const { action, tag, digest } = parsed.data;
  if (action !== 'INSERT' || !tag) return 'not-a-push';
  const hint = hintOfName(tag, digest?.split('@')[1]);
  return hint === undefined ? 'unreadable' : [hint];
}
