import { z } from 'zod';
import type { HookRequest, Statement } from '../hint.ts';
import { splitName } from './full-name.ts';

const text = z.string().nullish();
const published = z.object({
  package_type: text,
  ecosystem: text,
  package_version: z
    .object({
      package_url: text,
      version: text,
      container_metadata: z.object({ tag: z.object({ name: text, digest: text }).nullish() }).nullish(),
    })
    .nullish(),
});
const payload = z.object({
  action: z.string(),
  package: published.nullish(),
  registry_package: published.nullish(),
});

const EVENTS = ['package', 'registry_package'];
const ACTIONS = ['published', 'updated'];
const TYPES = ['container', 'docker'];

/**
 * Reads GitHub's `package` and `registry_package` events. The type's case varies, `package_url` may end in a colon, and
 * the tag's name may be empty: then any tag of the repository may have moved.
 */
export function readGitHub(json: unknown, { header }: HookRequest): Statement {
  const name = header('x-github-event')?.toLowerCase();
  if (name === 'ping') return 'ping';
  if (name !== undefined && !EVENTS.includes(name)) return 'not-a-push';
  const parsed = payload.safeParse(json);
  if (!parsed.success) return 'unreadable';
  const what = parsed.data.package ?? parsed.data.registry_package;
  const type = (what?.package_type ?? what?.ecosystem ?? '').toLowerCase();
  if (!ACTIONS.includes(parsed.data.action) || !TYPES.includes(type)) return 'not-a-push';
  const version = what?.package_version;
  const tag = version?.container_metadata?.tag;
  const place = placeOf(version?.package_url ?? '');
  if (place === undefined) return 'not-a-push';
  const digest = tag?.digest || version?.version || undefined;
  return [{ ...place, tag: tag?.name || place.tag, digest }];
}

/** `ghcr.io/owner/app:1`, `ghcr.io/owner/app:` or `ghcr.io/owner/app@sha256:…`. */
function placeOf(url: string) {
  const [, name = '', tag] = /^(?:https?:\/\/)?([^@]+?)(?::([^:/@]*))?(?:@.*)?$/.exec(url) ?? [];
  const split = splitName(name);
  if (split === undefined) return undefined;
  return { registry: split.registry, repository: split.repository.toLowerCase(), tag: tag || undefined };
}
