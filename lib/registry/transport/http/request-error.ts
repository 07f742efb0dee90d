import { RegistryError, type RegistryErrorKind } from '../../errors.ts';
import type { RequestContext } from '../request/request.ts';
import { BodyTooLargeError } from './capped-body.ts';
import { codeOf, findInCauses, networkFailure } from './network-failure.ts';
import { BodyBrokenError } from './response-body.ts';

/** Makes the error of a request from its kind, its code and the second half of the sentence. */
export function fail(
  context: RequestContext,
  kind: RegistryErrorKind,
  code: string,
  problem: string,
  more: { status?: number; retryAfter?: number | undefined; cause?: unknown } = {},
): RegistryError {
  const { cause, retryAfter, ...facts } = more;
  return new RegistryError(
    { ...context, kind, code, problem, ...facts, ...(retryAfter === undefined ? {} : { retryAfter }) },
    cause === undefined ? undefined : { cause: plainCause(cause) },
  );
}

/** A network failure as the error of a request; a `RegistryError` among the causes is returned as it is. */
export function networkError(context: RequestContext, thrown: unknown): RegistryError {
  const known = findInCauses(thrown, (error) => error instanceof RegistryError);
  if (known instanceof RegistryError) return known;
  const { kind, code, problem } = networkFailure(thrown);
  if (kind === 'forbidden-address') return addressError(context, problem);
  return fail(context, kind, code, problem, { cause: thrown });
}

/** The error of a request that the address guard refuses; `why` is the reason. */
export function addressError(context: RequestContext, why: string): RegistryError {
  const problem = `requests to this address are not allowed: ${why}; to allow them, configure its exact host and port`;
  return fail(context, 'forbidden-address', 'FORBIDDEN_ADDRESS', problem);
}

const FINAL = new Set(['TLS_FAILED', 'NAME_NOT_RESOLVED']);

/** True if the same read may succeed when it is sent again. */
export function isRetryable(error: RegistryError): boolean {
  if (error.kind === 'unreachable') return !FINAL.has(error.code);
  return error.kind === 'rate-limited' || error.code === 'BODY_BROKEN';
}

/** An error thrown while a body was read, as the error of the request; `undefined` for a bug of ours. */
export function readError(context: RequestContext, thrown: unknown): RegistryError | undefined {
  if (thrown instanceof RegistryError) return thrown;
  if (thrown instanceof BodyTooLargeError) {
    return fail(
      context,
      'invalid-response',
      'BODY_TOO_LARGE',
      `the answer is larger than ${thrown.limit} bytes`,
    );
  }
  if (!(thrown instanceof BodyBrokenError)) return undefined;
  const problem = 'the answer was cut off, or does not have its announced length';
  return fail(context, 'invalid-response', 'BODY_BROKEN', problem, { cause: thrown.cause });
}

/** Without the HTTP library's own error objects: they may hold raw bytes of the answer. */
function plainCause(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  const code = codeOf(cause);
  return code === '' ? cause : new Error(`${code}: ${cause.message}`);
}
