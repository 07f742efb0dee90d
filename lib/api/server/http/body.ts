import type { z } from 'zod';
import { BodyTooLargeError, readCapped } from '#lib/registry/transport/http/capped-body.ts';
import { problem, RequestProblem } from './problem.ts';

/** The default limit of a body, in bytes. */
const USUAL_BODY_BYTES = 1024 * 1024;

export interface BodyOptions {
  /** The value of an empty body. */
  readonly fallback?: unknown;
  /** The route's limit in bytes; more are not read. */
  readonly atMost?: number;
}

/**
 * Reads a JSON body of at most `atMost` bytes (1 MiB by default) and parses it with the contract's schema. Throws {@link
 * RequestProblem} if the body is too large or not JSON, and the schema's `ZodError` if it is invalid.
 */
export async function readBody<S extends z.ZodType>(
  request: Request,
  schema: S,
  { fallback, atMost = USUAL_BODY_BYTES }: BodyOptions = {},
): Promise<z.infer<S>> {
  const bytes = await readBytes(request, atMost);
  if (bytes.byteLength === 0 && fallback !== undefined) return schema.parse(fallback);
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new RequestProblem(problem('not-json', 'Send the body with content-type: application/json.'));
  }
  const value = parseJson(bytes);
  rejectUnstorable(value);
  return schema.parse(value);
}

/** PostgreSQL cannot store NUL, and UTF-8 has no lone surrogates. No name, title or filter needs them. */
const UNSTORABLE = /\0|\p{Cs}/u;

function rejectUnstorable(value: unknown, field = ''): void {
  if (typeof value === 'string') {
    if (!UNSTORABLE.test(value)) return;
    const detail = `${field || 'The body'}: contains a NUL or a lone surrogate, which cannot be stored.`;
    throw new RequestProblem(problem('invalid-request', detail, field ? { field } : {}));
  }
  if (typeof value !== 'object' || value === null) return;
  const within = (key: string) =>
    Array.isArray(value) ? `${field}[${key}]` : field ? `${field}.${key}` : key;
  for (const [key, each] of Object.entries(value)) rejectUnstorable(each, within(key));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RequestProblem(problem('malformed-json', 'The body is not valid JSON.'));
  }
}

async function readBytes(request: Request, atMost: number): Promise<Uint8Array> {
  try {
    return await readCapped(request.body, atMost, request.headers.get('content-length'));
  } catch (error) {
    if (!(error instanceof BodyTooLargeError)) throw error;
    throw new RequestProblem(
      problem('too-large', `The body is too large: this operation accepts at most ${atMost} bytes.`),
    );
  }
}

/** Parses a URL's query with the contract's schema; rejects repeated parameters. Throws like {@link readBody}. */
export function readQuery<S extends z.ZodType>(url: URL, schema: S): z.infer<S> {
  const values: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (name in values) {
      throw new RequestProblem(problem('invalid-request', `${name} is given twice.`, { field: name }));
    }
    rejectUnstorable(value, name);
    values[name] = value;
  }
  return schema.parse(values);
}
