import { z } from 'zod';
import { bareMediaType, isIndexMediaType, isManifestMediaType } from '#lib/oci/media-type.ts';
import type { StatedHint, Statement } from '../hint.ts';
import { hostOf } from './full-name.ts';

const event = z.object({
  action: z.string(),
  target: z
    .object({
      mediaType: z.string().optional(),
      digest: z.string().optional(),
      repository: z.string().optional(),
      tag: z.string().optional(),
      url: z.string().optional(),
    })
    .optional(),
  request: z.object({ host: z.string().optional() }).optional(),
});
type DistributionEvent = z.infer<typeof event>;

const envelope = z.object({ events: z.array(z.unknown()) });

/**
 * Reads an envelope of Distribution's notifications, which GitLab's registry sends too. It also reports pulls, mounts,
 * deletions and pushed blobs, many in one call; a push without a tag moves none.
 */
export function readDistribution(json: unknown): Statement {
  const parsed = envelope.safeParse(json);
  if (!parsed.success) return 'unreadable';
  const hints = parsed.data.events.flatMap((each) => {
    const one = event.safeParse(each);
    return one.success ? (pushOf(one.data) ?? []) : [];
  });
  return hints.length === 0 ? 'not-a-push' : hints;
}

/** Reads a call of Azure's registry: one event of the same form, not in an envelope. */
export function readAcr(json: unknown): Statement {
  const parsed = event.safeParse(json);
  if (!parsed.success) return 'unreadable';
  const hint = pushOf(parsed.data);
  return hint === undefined ? 'not-a-push' : [hint];
}

function pushOf({ action, target, request }: DistributionEvent): StatedHint | undefined {
  if (action !== 'push' || !target?.repository || !target.tag) return undefined;
  const type = bareMediaType(target.mediaType ?? '');
  if (type !== '' && !isManifestMediaType(type) && !isIndexMediaType(type)) return undefined;
  const { repository, tag, digest } = target;
  return { registry: request?.host || hostOf(target.url), repository, tag, digest };
}
