import { type DestinationStream, type Logger, pino } from 'pino';

/** An error in the log. */
interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
  readonly [fact: string]: unknown;
}

/** Facts that say where and why. Other properties of an error are not logged: they may contain the handled data. */
const FACTS = [
  'code',
  'errno',
  'syscall',
  'address',
  'port',
  // Of a RegistryError.
  'kind',
  'host',
  'operation',
  'reference',
  'status',
  'retryAfter',
  // Of PostgreSQL: `detail` and `where` quote rows and parameters.
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  // Of Drizzle: the statement with its placeholders.
  'query',
];
const MAX_TEXT = 2000;
const MAX_CAUSES = 5;

/**
 * The service's log, JSON lines. Errors are logged by kind and place, never with the handled data: documents of
 * registries, environment variables in them, parameters of queries.
 */
export function createLog(level: string, destination: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      serializers: { err: loggedError, error: loggedError },
      hooks: {
        // Without a message of the caller's, pino takes the error's own.
        logMethod(args, method) {
          const [logged, message] = args as [unknown, unknown];
          const error = logged instanceof Error ? logged : (logged as { err?: unknown } | null)?.err;
          if (!(error instanceof Error) || message !== undefined) return method.apply(this, args);
          return method.call(this, { err: error }, safeMessage(error));
        },
      },
    },
    destination,
  );
}

/** An error as it is logged; anything else that was thrown by its type alone. */
function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'a value that is not an error was thrown' };
  const facts = FACTS.flatMap((name) => {
    const fact: unknown = Reflect.get(error, name);
    return typeof fact === 'string' || typeof fact === 'number' ? [[name, bounded(fact)] as const] : [];
  });
  const { cause } = error;
  return {
    type: error.name,
    message: safeMessage(error),
    ...Object.fromEntries(facts),
    ...stackOf(error),
    ...(cause === undefined || depth >= MAX_CAUSES ? {} : { cause: loggedError(cause, depth + 1) }),
    ...(error instanceof AggregateError && depth < MAX_CAUSES
      ? { errors: error.errors.slice(0, MAX_CAUSES).map((each) => loggedError(each, depth + 1)) }
      : {}),
  };
}

/** Other libraries' messages may quote their input. */
function safeMessage(error: Error): string {
  if ('params' in error && 'query' in error) return 'a query failed';
  // PostgreSQL's data exceptions and Node's JSON errors quote the value after these signs.
  if ('severity' in error) return bounded(error.message.split(/: |"/, 1)[0] ?? '');
  if (error instanceof SyntaxError) return bounded(error.message.split(/["'`]|, /, 1)[0] ?? '');
  return bounded(error.message);
}

/** The frames alone: the lines before them repeat the message. */
function stackOf({ stack }: Error): { stack?: string } {
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return frames.length === 0 ? {} : { stack: bounded(frames.join('\n')) };
}

function bounded<T extends string | number>(fact: T): T | string {
  return typeof fact === 'string' ? fact.slice(0, MAX_TEXT) : fact;
}
