import { RegistryError, type RegistryErrorKind } from '../../errors.ts';
import type { Ask } from '../request/request.ts';
import { BodyTooLargeError } from './capped-body.ts';
import { AddressRefusedError } from './guarded-connector.ts';
import { BodyBrokenError } from './response-body.ts';

/** Builds the error of an ask from its kind, code and the sentence's second half. */
export function fail(
  ask: Ask,
  kind: RegistryErrorKind,
  code: string,
  problem: string,
  more: { status?: number; retryAfter?: number | undefined; cause?: unknown } = {},
): RegistryError {
  const { cause, retryAfter, ...facts } = more;
  return new RegistryError(
    { ...ask, kind, code, problem, ...facts, ...(retryAfter === undefined ? {} : { retryAfter }) },
    cause === undefined ? undefined : { cause: plainCause(cause) },
  );
}

const DNS = new Set(['ENOTFOUND', 'EAI_FAIL', 'ENODATA']);
const MALFORMED = /^(?:HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES)/;
const TLS = /^(?:CERT_|ERR_TLS|ERR_SSL|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/;

/** What a network failure means, whoever asked for what. */
export interface NetworkTrouble {
  readonly kind: 'invalid-response' | 'unreachable' | 'forbidden-address';
  /** Stable, ours. */
  readonly code: string;
  /** A sentence's second half; of a refused address why it is. */
  readonly problem: string;
}

/** Tells what a network failure means from the error that the connector or the HTTP library threw. */
export function networkTrouble(thrown: unknown): NetworkTrouble {
  const refused = findInCauses(thrown, (error) => error instanceof AddressRefusedError);
  if (refused instanceof Error)
    return { kind: 'forbidden-address', code: 'FORBIDDEN_ADDRESS', problem: refused.message };
  const code = codeOf(thrown);
  const unreachable = (ours: string, problem: string): NetworkTrouble => ({
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

/** What a network failure means, as an error of the ask; a `RegistryError` comes back as it is. */
export function networkError(ask: Ask, thrown: unknown): RegistryError {
  const known = findInCauses(thrown, (error) => error instanceof RegistryError);
  if (known instanceof RegistryError) return known;
  const { kind, code, problem } = networkTrouble(thrown);
  if (kind === 'forbidden-address') return addressError(ask, problem);
  return fail(ask, kind, code, problem, { cause: thrown });
}

/** The guard's refusal as an error; `why` completes "the host may not be asked: …". */
export function addressError(ask: Ask, why: string): RegistryError {
  const problem = `the address may not be asked: ${why}; if it is meant to be, configure its exact host and port`;
  return fail(ask, 'forbidden-address', 'FORBIDDEN_ADDRESS', problem);
}

const FINAL = new Set(['TLS_FAILED', 'NAME_NOT_RESOLVED']);

/** True where another try of the same read may end otherwise. */
export function isRetryable(error: RegistryError): boolean {
  if (error.kind === 'unreachable') return !FINAL.has(error.code);
  return error.kind === 'rate-limited' || error.code === 'BODY_BROKEN';
}

/** What was thrown while an answer was read, as an error of the ask; `undefined` for what is a bug of ours. */
export function readError(ask: Ask, thrown: unknown): RegistryError | undefined {
  if (thrown instanceof RegistryError) return thrown;
  if (thrown instanceof BodyTooLargeError) {
    return fail(ask, 'invalid-response', 'BODY_TOO_LARGE', `the answer is larger than ${thrown.limit} bytes`);
  }
  if (!(thrown instanceof BodyBrokenError)) return undefined;
  const problem = 'the answer broke off before its end, or is not of its announced length';
  return fail(ask, 'invalid-response', 'BODY_BROKEN', problem, { cause: thrown.cause });
}

function findInCauses(thrown: unknown, test: (error: unknown) => boolean): unknown {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; error = error.cause, depth++) {
    if (test(error)) return error;
  }
  return undefined;
}

function codeOf(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; error = error.cause, depth++) {
    if (error instanceof AggregateError && codeOf(error.errors[0]) !== '') return codeOf(error.errors[0]);
    if (error.name === 'HTTPParserError') return 'HPE_INVALID';
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return '';
}

/** The HTTP library's error classes, which may hold raw bytes of the answer, stay inside. */
function plainCause(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  const code = codeOf(cause);
  return code === '' ? cause : new Error(`${code}: ${cause.message}`);
}
