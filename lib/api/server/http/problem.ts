import type { RebaseRefusedError } from '#lib/fleet/rebase/errors.ts';
import type { RegistryOperation } from '#lib/registry/errors.ts';
import { isDatabaseGone } from '#lib/store/database/unreachable.ts';
import type { Problem } from '../../contract/problem.ts';
import { isProblemCode, PROBLEM_CODES, type ProblemCode, problemType } from '../../contract/problem-codes.ts';
import { presentRefusal } from '../../present/rebases.ts';

/** An error answer without the request id. */
export type ProblemBody = Omit<Problem, 'requestId'>;

/** A request that failed with this problem; routes throw it. */
export class RequestProblem extends Error {
  override name = 'RequestProblem';
  readonly body: ProblemBody;
  constructor(body: ProblemBody) {
    super(body.detail);
    this.body = body;
  }
}

/** Builds a problem: `code` decides the status, the title and the type; `detail` says what failed and what to do. */
export function problem(code: ProblemCode, detail: string, more: Partial<ProblemBody> = {}): ProblemBody {
  const { status, title } = PROBLEM_CODES[code];
  return { type: problemType(code), title, status, code, detail, ...more };
}

const DATABASE_UNREACHABLE = 'The database cannot be reached. Baseboard keeps trying; try again in a moment.';

interface ErrorLike {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly [key: string]: unknown;
}

/**
 * Maps errors to problems with a status; the only place that does. Errors are recognised by name, because the pages'
 * bundle and the server's modules have separate copies of the classes and `instanceof` fails. Unknown errors become an
 * opaque 500, because their messages may contain anything.
 */
export function problemOf(error: unknown): ProblemBody {
  const facts: ErrorLike = typeof error === 'object' && error !== null ? (error as ErrorLike) : {};
  const message = typeof facts.message === 'string' ? facts.message : '';
  switch (facts.name) {
    case 'RequestProblem':
      return (error as RequestProblem).body;
    case 'TrackRequestError':
      return problem('invalid-reference', message, indexOf(facts));
    case 'ReferenceSyntaxError':
      return problem('invalid-reference', message, { field: 'reference' });
    case 'FilterSyntaxError':
      return problem('invalid-filter', message, { field: 'filter' });
    case 'ScheduleRefusedError':
      return problem('invalid-request', message, { field: String(facts.field) });
    case 'ReportExpiryError':
      return problem('invalid-request', message, { field: 'expiresAt' });
    case 'HoldRequestError':
      return problem('invalid-request', message, facts.field === '' ? {} : { field: String(facts.field) });
    case 'CursorError':
      return problem('invalid-cursor', message, { field: 'cursor' });
    case 'TimeRequestError':
      return problem('invalid-time', message, { field: String(facts.field) });
    case 'RebaseRefusedError':
      return problem('refused', message, {
        refusal: presentRefusal((error as RebaseRefusedError).refusal),
      });
    case 'NotComparableError':
      return problem('not-comparable', message);
    case 'NotAnImageError':
      return problem('refused', message, {
        refusal: { kind: 'unsupported-media-type', detail: message, facts: {}, instead: [] },
      });
    case 'PlanOutdatedError':
    case 'SelectionChangedError':
      return problem('conflict', message);
    case 'ScopeError':
      return problem('not-permitted', message);
    case 'ChannelRefusedError':
    case 'FilterRefusedError':
    case 'DeclarationRefusedError':
    case 'SourceRefusedError':
      return channelProblem(facts, message);
    case 'SealedError':
      return problem('sealed', message);
    case 'NotFoundError':
      return problem('not-found', message);
    case 'RegistryError':
      return registryProblem(facts, message);
    case 'DrizzleQueryError':
      if (isStatementTimeout(facts.cause)) {
        const detail =
          'The database took too long to answer. Narrow the filter or the time span, and try again.';
        return problem('database-timeout', detail, { retryAfter: 30 });
      }
      return unexpected(error);
    default:
      return unexpected(error);
  }
}

/** PostgreSQL's `query_canceled` (Appendix A, class 57), which `statement_timeout` causes. */
function isStatementTimeout(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '57014';
}

/** A failure of the server: the database is unreachable, or there is a bug. */
function unexpected(error: unknown): ProblemBody {
  if (isDatabaseGone(error)) return problem('database-unreachable', DATABASE_UNREACHABLE);
  return problem(
    'internal',
    'Baseboard failed because of an internal error. The server’s log has the details under this request id.',
  );
}

function indexOf(facts: ErrorLike): Partial<ProblemBody> {
  if (typeof facts.index !== 'number') return { field: 'reference' };
  return { index: facts.index, field: `references[${facts.index}]` };
}

function channelProblem(facts: ErrorLike, message: string): ProblemBody {
  const code = String(facts.code);
  if (!isProblemCode(code)) return unexpected(facts);
  return problem(code, message, typeof facts.field === 'string' ? { field: facts.field } : {});
}

function registryProblem(facts: ErrorLike, message: string): ProblemBody {
  const registry = {
    host: String(facts.host),
    operation: facts.operation as RegistryOperation,
    code: String(facts.code),
  };
  switch (facts.kind) {
    case 'not-found':
      return problem('not-found', message, { registry });
    case 'timeout':
      return problem('registry-timeout', message, { registry });
    case 'rate-limited':
      return problem('registry-rate-limited', message, { registry });
    default:
      return problem('registry-failed', message, { registry });
  }
}
