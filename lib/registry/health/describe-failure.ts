import type { RegistryErrorFacts } from '../errors.ts';

const BY_CODE: Readonly<Record<string, string>> = {
  CONNECTION_REFUSED: 'refuses connections',
  NAME_NOT_RESOLVED: 'was not found (DNS)',
  NAME_LOOKUP_FAILED: 'could not be looked up (DNS)',
  TLS_FAILED: 'has an invalid TLS certificate or handshake',
  CONNECT_TIMEOUT: 'does not accept connections in time',
  CONNECTION_LOST: 'drops connections',
  TIMEOUT: 'does not answer in time',
  TIME_UP: 'was not contacted: the check ran out of time',
  FORBIDDEN_REALM: 'names a token server that is not trusted',
};

/**
 * What the registry did, to follow its name in a sentence: "refuses connections", "answers 503". Equal failures give
 * equal words, so that a verdict with them does not change with every scan.
 */
export function describeFailure(
  error: Pick<RegistryErrorFacts, 'kind' | 'code' | 'problem' | 'status'>,
): string {
  const known = BY_CODE[error.code];
  if (known !== undefined) return known;
  const status = error.status === undefined ? '' : ` (HTTP ${error.status})`;
  switch (error.kind) {
    case 'rate-limited':
      return 'limits requests (HTTP 429)';
    case 'not-visible':
      return `does not show it with these credentials${status}`;
    case 'not-found':
      return 'does not have it, or hides it (HTTP 404)';
    case 'unreachable':
      return error.status === undefined ? 'cannot be reached' : `answers ${error.status}`;
    case 'timeout':
      return 'was not read completely: the check used up its request budget';
    default:
      return `could not be read: ${error.problem}`;
  }
}
