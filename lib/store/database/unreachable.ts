/** Error classes and codes (PostgreSQL documentation, Appendix A) of a server that is stopping, stopped or starting. */
const SERVER_GONE = /^(08|57P0[123]|53300)/;
const SOCKET_GONE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** Errors of `pg` and its pool that have no code. */
const WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout expired|timeout exceeded when trying to connect|Cannot use a pool after calling end)/;
const MAX_CAUSES = 5;

/** Whether a query failed because the database cannot be reached, and not because of the query. */
export function isDatabaseGone(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && typeof current === 'object' && current !== null; depth += 1) {
    // The queue passes on errors as plain objects.
    const { code, message, cause } = current as { code?: unknown; message?: unknown; cause?: unknown };
    const word = String(code ?? '');
    if (SERVER_GONE.test(word) || SOCKET_GONE.has(word) || WORDS.test(String(message ?? ''))) return true;
    current = cause;
  }
  return false;
}
