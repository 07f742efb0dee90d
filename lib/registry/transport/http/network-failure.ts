import { AddressRefusedError } from './guarded-connector.ts';

const DNS = new Set(['ENOTFOUND', 'EAI_FAIL', 'ENODATA']);
const MALFORMED = /^(?:HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES)/;
const TLS = /^(?:CERT_|ERR_TLS|ERR_SSL|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/;

/** Why a request got no valid response. */
interface NetworkFailure {
  readonly kind: 'invalid-response' | 'unreachable' | 'forbidden-address';
  /** A stable code of ours, such as `TLS_FAILED`. */
  readonly code: string;
  /** The second half of a sentence; for a refused address the reason. */
  readonly problem: string;
}

/** Classifies an error that the connector or the HTTP library threw. */
export function networkFailure(thrown: unknown): NetworkFailure {
  const refused = findInCauses(thrown, (error) => error instanceof AddressRefusedError);
  if (refused instanceof Error)
    return { kind: 'forbidden-address', code: 'FORBIDDEN_ADDRESS', problem: refused.message };
  const code = codeOf(thrown);
  const unreachable = (ours: string, problem: string): NetworkFailure => ({
    kind: 'unreachable',
    code: ours,
    problem,
  });
  if (MALFORMED.test(code))
    return { kind: 'invalid-response', code: 'MALFORMED_HTTP', problem: 'the answer is not valid HTTP' };
  if (TLS.test(code))
    return unreachable('TLS_FAILED', `its TLS certificate or handshake is not valid (${code})`);
  if (code === 'EAI_AGAIN') return unreachable('NAME_LOOKUP_FAILED', 'looking up its name failed');
  if (DNS.has(code)) return unreachable('NAME_NOT_RESOLVED', 'its name does not resolve');
  if (code === 'ECONNREFUSED') return unreachable('CONNECTION_REFUSED', 'the connection was refused');
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT')
    return unreachable('CONNECT_TIMEOUT', 'no connection could be made in time');
  return unreachable('CONNECTION_LOST', 'the connection broke off');
}

/** The first of an error and its causes that passes a test; `undefined` if none does. */
export function findInCauses(thrown: unknown, test: (error: unknown) => boolean): unknown {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; error = error.cause, depth++) {
    if (test(error)) return error;
  }
  return undefined;
}

/** The code of the first of an error and its causes that has one; empty if none has. */
export function codeOf(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; error = error.cause, depth++) {
    if (error instanceof AggregateError && codeOf(error.errors[0]) !== '') return codeOf(error.errors[0]);
    if (error.name === 'HTTPParserError') return 'HPE_INVALID';
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return '';
}
