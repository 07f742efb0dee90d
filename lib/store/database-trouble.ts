/** Classes and codes of PostgreSQL (documentation, Appendix A) that say that the server is going, gone or starting. */
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
/** What `pg` and its pool say without a code. */
const WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout expired|timeout exceeded when trying to connect|Cannot use a pool after calling end)/;
const MAX_CAUSES = 5;

/** True where an error of a query means that the database cannot be reached, whatever was asked of it. */
export function isDatabaseGone(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && current instanceof Error; depth += 1) {
    const code = String((current as { code?: unknown }).code ?? '');
    if (SERVER_GONE.test(code) || SOCKET_GONE.has(code) || WORDS.test(current.message)) return true;
    current = current.cause;
  }
  return false;
}
