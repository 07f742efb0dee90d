import { createHmac } from 'node:crypto';
import { keyFrom, newSecret, sameSecret } from './secrets.ts';

/** Seconds for which a browser that logged in is known as one. */
export const DEVICE_SECONDS = 180 * 24 * 60 * 60;

/**
 * A mark for a browser that showed the token: its wrong tries are counted by themselves, so that strangers behind the
 * same proxy cannot keep the owner out. It opens nothing. Changing the token ends it.
 */
export function issueDevice(token: string): string {
  const id = newSecret();
  return `${id}.${sign(token, id)}`;
}

/** A mark's id; undefined for one that is not ours. */
export function deviceOf(value: string | undefined, token: string): string | undefined {
  const [id, signature, ...rest] = (value ?? '').split('.');
  if (!id || !signature || rest.length > 0) return undefined;
  return sameSecret(signature, sign(token, id)) ? id : undefined;
}

function sign(token: string, id: string): string {
  return createHmac('sha256', keyFrom(token, 'device')).update(id).digest('base64url');
}
