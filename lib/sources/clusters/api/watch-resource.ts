import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { parseObject } from './list-resource.ts';
import { pathOf, type Resource } from './resources.ts';
import { splitLines } from './split-lines.ts';

/** A change of a resource. `opened` comes first; `bookmark` only says how far the watch is. */
export type ResourceChange<T> =
  | { readonly kind: 'opened' }
  | { readonly kind: 'set'; readonly object: T; readonly resourceVersion: string }
  | { readonly kind: 'removed'; readonly uid: string; readonly resourceVersion: string }
  | { readonly kind: 'bookmark'; readonly resourceVersion: string };

/** The server ends a watch after this time. The client then continues where it ended. */
const WATCH_SECONDS = 300;
/** A connection that is still open after this time is dead. */
const GRACE_SECONDS = 30;

const eventSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.looseObject({
    code: z.number().nullish(),
    metadata: z
      .looseObject({ uid: z.string().nullish(), resourceVersion: z.string().min(1).max(128).nullish() })
      .nullish(),
  }),
});

/**
 * Yields the changes of a resource after a resource version, until the server ends the watch (Kubernetes API concepts,
 * "Efficient detection of changes" and "Watch bookmarks"). Rejects with `ApiError`; its kind is `expired` if the version is
 * too old, and the list has to be read anew.
 */
export async function* watchResource<T extends { readonly uid: string }>(
  client: Pick<ApiClient, 'stream'>,
  resource: Resource<T>,
  namespace: string,
  resourceVersion: string,
  seconds: number = WATCH_SECONDS,
): AsyncGenerator<ResourceChange<T>> {
  const query = new URLSearchParams({
    watch: '1',
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(seconds),
    resourceVersion,
  });
  const path = pathOf(resource, namespace);
  const bytes = await client.stream(path, query, (seconds + GRACE_SECONDS) * 1000);
  yield { kind: 'opened' };
  for await (const line of splitLines(bytes)) {
    const { type, object } = parseEvent(line);
    if (type === 'ERROR') {
      if (object.code === 410)
        throw new ApiError('expired', 'the changes since the last list are no longer there');
      throw new ApiError('unreachable', `the server ended the watch with ${object.code ?? 'an error'}`);
    }
    const { uid, resourceVersion: version } = object.metadata ?? {};
    if (version == null) throw new ApiError('invalid-answer', 'a change has no resource version');
    if (type === 'BOOKMARK') yield { kind: 'bookmark', resourceVersion: version };
    else if (type !== 'DELETED') {
      yield { kind: 'set', object: parseObject(resource, object), resourceVersion: version };
    } else if (uid != null) yield { kind: 'removed', uid, resourceVersion: version };
  }
}

function parseEvent(line: string): z.output<typeof eventSchema> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    throw new ApiError('unreachable', 'a change was cut off', { cause });
  }
  const parsed = eventSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ApiError('invalid-answer', 'a change has an unexpected shape');
}
