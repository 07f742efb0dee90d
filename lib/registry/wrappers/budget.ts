import { formatRepository } from '#lib/oci/reference.ts';
import { RegistryError } from '../errors.ts';
import type { RegistryReader } from '../registry.ts';
import { type ReaderCall, wrapReader } from './wrap-reader.ts';

/** Why a call fails once the time limit is over: the second half of a sentence. */
export const TIME_LIMIT_REACHED = 'the time limit of the whole check was reached';

/** What all calls together may cost. */
export interface Budget {
  /** Milliseconds from now, waits and retries included. */
  readonly ms: number;
  /** Calls of the reader's methods. */
  readonly calls: number;
  /** Also ends all calls, each with a `RegistryError` of kind `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Ends all calls when their common time is up, and refuses calls beyond a number: no image can make its check endless
 * by what it claims. Both fail with a `RegistryError` of kind `timeout`: "could not check", never "gone".
 */
export function withBudget(registry: RegistryReader, budget: Budget): RegistryReader {
  const timeUp = AbortSignal.timeout(budget.ms);
  let left = budget.calls;

  async function limited<T>(call: ReaderCall<T>): Promise<T> {
    if (timeUp.aborted) throw timeIsUp(call);
    left -= 1;
    if (left < 0) {
      throw overBudget(call, 'TOO_MANY_REQUESTS', `more than ${budget.calls} requests would be needed`);
    }
    const given = [call.signal, budget.signal].filter((signal) => signal !== undefined);
    try {
      return await call.on(registry, AbortSignal.any([timeUp, ...given]));
    } catch (error) {
      const abandoned = error instanceof RegistryError && error.kind === 'aborted';
      const byCaller = given.some((signal) => signal.aborted);
      throw abandoned && timeUp.aborted && !byCaller ? timeIsUp(call, error) : error;
    }
  }
  return wrapReader(limited);
}

function timeIsUp(call: ReaderCall<unknown>, cause?: unknown): RegistryError {
  return overBudget(call, 'TIME_UP', TIME_LIMIT_REACHED, cause);
}

function overBudget(
  { operation, repository }: ReaderCall<unknown>,
  code: string,
  problem: string,
  cause?: unknown,
): RegistryError {
  const reference = formatRepository(repository);
  const facts = { kind: 'timeout', host: repository.registry, operation, reference, code, problem } as const;
  return new RegistryError(facts, { cause });
}
