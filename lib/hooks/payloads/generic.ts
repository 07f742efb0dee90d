import { z } from 'zod';
import type { Statement } from '../hint.ts';
import { hintOfName } from './full-name.ts';

const payload = z.object({ images: z.array(z.unknown()) });

/** Reads `{ "images": ["registry.example.com/shop/api:1"] }`: what a pipeline has just pushed. */
export function readGeneric(json: unknown): Statement {
  const parsed = payload.safeParse(json);
  if (!parsed.success) return 'unreadable';
  const hints = parsed.data.images.flatMap((name) =>
    typeof name === 'string' ? (hintOfName(name) ?? []) : [],
  );
  return hints.length === 0 ? 'not-a-push' : hints;
}
