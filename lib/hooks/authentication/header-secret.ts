import type { HookRequest } from '../hint.ts';
import { sameSecret } from './same-secret.ts';

/**
 * Whether a header has the hook's secret: `Authorization` with the bare secret (Harbor), as a Bearer token or as the
 * password of Basic (zot), or `X-Api-Key` (EventBridge). Each registry can send one of them.
 */
export function hasHeaderSecret({ header }: HookRequest, secret: string): boolean {
  return sentSecrets(header).some((sent) => sameSecret(sent, secret));
}

function sentSecrets(header: HookRequest['header']): string[] {
  const authorization = header('authorization')?.trim() ?? '';
  const key = header('x-api-key')?.trim() ?? '';
  const [, scheme = '', credentials = ''] = /^(\S+)\s+(.*)$/s.exec(authorization) ?? [];
  const sent = [authorization, key];
  if (scheme.toLowerCase() === 'bearer') sent.push(credentials);
  if (scheme.toLowerCase() === 'basic') {
    const pair = Buffer.from(credentials, 'base64').toString('utf8');
    sent.push(pair.slice(pair.indexOf(':') + 1));
  }
  return sent;
}
