import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { z } from 'zod';
import { BodyTooLargeError, readCapped } from '#lib/registry/transport/http/capped-body.ts';
import { problem, RequestProblem } from './problem.ts';
import { requestWords } from './request-words.ts';

/** The default limit of a body, in bytes. */
const USUAL_BODY_BYTES = 1024 * 1024;

export interface BodyOptions {
  /** The value of an empty body. */
  readonly fallback?: unknown;
  /** The route's limit in bytes; more are not read. */
  readonly atMost?: number;
  /** If the body may be compressed with gzip: the limit of its bytes once decompressed. */
  readonly gunzipTo?: number;
}

/**
 * Reads a JSON body of at most `atMost` bytes (1 MiB by default) and parses it by the contract. Throws {@link
 * RequestProblem} for a body that is too large, not JSON, or not what the schema expects.
 */
export async function readBody<S extends z.ZodType>(
  request: Request,
  schema: S,
  { fallback, atMost = USUAL_BODY_BYTES, gunzipTo }: BodyOptions = {},
): Promise<z.infer<S>> {
  const received = await readBytes(request, atMost);
  const bytes = await decoded(received, request.headers.get('content-encoding'), gunzipTo);
  if (bytes.byteLength === 0 && fallback !== undefined) return parseRequest(schema, fallback);
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new RequestProblem(problem('not-json', 'Send the body with content-type: application/json.'));
  }
  const value = parseJson(bytes);
  rejectUnstorable(value);
  return parseRequest(schema, value);
}

/** PostgreSQL cannot store NUL, and UTF-8 has no lone surrogates. No name, title or filter needs them. */
const UNSTORABLE = /\0|\p{Cs}/u;

/** No body of the contract is nested as deeply; a parser of deeper ones would run out of stack. */
const MAX_NESTING = 32;

function rejectUnstorable(value: unknown, field = '', depth = 0): void {
  if (depth > MAX_NESTING) {
    throw new RequestProblem(
      problem('invalid-request', `The body is nested deeper than ${MAX_NESTING} levels.`),
    );
  }
  if (typeof value === 'string') {
    if (!UNSTORABLE.test(value)) return;
    const detail = `${field || 'The body'}: contains a NUL or a lone surrogate, which cannot be stored.`;
    throw new RequestProblem(problem('invalid-request', detail, field ? { field } : {}));
  }
  if (typeof value !== 'object' || value === null) return;
  const within = (key: string) =>
    Array.isArray(value) ? `${field}[${key}]` : field ? `${field}.${key}` : key;
  for (const [key, each] of Object.entries(value)) rejectUnstorable(each, within(key), depth + 1);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RequestProblem(problem('malformed-json', 'The body is not valid JSON.'));
  }
}

const gunzipBytes = promisify(gunzip);

async function decoded(
  bytes: Uint8Array,
  encoding: string | null,
  limit: number | undefined,
): Promise<Uint8Array> {
  if (encoding === null || encoding.trim().toLowerCase() === 'identity') return bytes;
  if (limit === undefined || encoding.trim().toLowerCase() !== 'gzip') {
    const accepted = limit === undefined ? 'no content-encoding' : 'content-encoding: gzip, or none';
    throw new RequestProblem(
      problem('not-json', `The body has another encoding: this operation accepts ${accepted}.`),
    );
  }
  try {
    return await gunzipBytes(bytes, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      const detail = `The body is too large: once decompressed, this operation accepts at most ${limit} bytes.`;
      throw new RequestProblem(problem('too-large', detail));
    }
    throw new RequestProblem(problem('malformed-json', 'The body is not valid gzip.'));
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
  return parseRequest(schema, values);
}

/**
 * Parses a part of a request by the contract. Throws {@link RequestProblem} with the first field that does not fit: a
 * `ZodError` from anywhere else is not the client's fault.
 */
export function parseRequest<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = (issue?.path ?? [])
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  const detail = `${field || 'The request'}: ${issue === undefined ? 'is malformed' : requestWords(issue)}`;
  throw new RequestProblem(problem('invalid-request', detail, field ? { field } : {}));
}
