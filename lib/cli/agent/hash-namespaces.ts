import { createHmac } from 'node:crypto';
import type { Mention } from '#lib/sources/mention.ts';

/** 64 bits: enough to tell the namespaces of one cluster apart. */
const SHOWN_HEX = 16;

/**
 * Replaces the namespace of each mention by a hash with this key: `ns-` and 16 hex digits of HMAC-SHA-256. Names of namespaces
 * can be guessed, so a hash without a key would hide nothing.
 */
export function hashNamespaces(mentions: readonly Mention[], key: string): Mention[] {
  return mentions.map((mention) => {
    const { namespace } = mention.place;
    if (namespace === undefined) return mention;
    const hash = createHmac('sha256', key).update(String(namespace)).digest('hex').slice(0, SHOWN_HEX);
    return { ...mention, place: { ...mention.place, namespace: `ns-${hash}` } };
  });
}
