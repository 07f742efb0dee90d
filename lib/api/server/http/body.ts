import type { z } from 'zod';
import { problem, RequestProblem } from './problem.ts';

/** Bytes of a body, unless its route says otherwise. */
const USUAL_BODY_BYTES = 1024 * 1024;

export interface BodyOptions {
  /** Stands for an empty body. */
  readonly fallback?: unknown;
  /** Bytes that the route takes at most; more are not read. */
  readonly atMost?: number;
}

/**
 * Reads a JSON body of at most `atMost` bytes (1 MiB by default) and parses it by the contract. Throws {@link
 * RequestProblem} for a body that is too large or not JSON, and the schema's `ZodError` for one that does not fit.
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
  refuseUnstorable(value);
  return schema.parse(value);
}

/** PostgreSQL stores no NUL, and UTF-8 has no half surrogates: no name, title or filter needs them. */
const UNSTORABLE = /\0|\p{Cs}/u;

function refuseUnstorable(value: unknown, field = ''): void {
  if (typeof value === 'string') {
    if (!UNSTORABLE.test(value)) return;
    const detail = `${field || 'The body'}: contains a NUL or a lone surrogate, which cannot be stored.`;
    throw new RequestProblem(problem('invalid-request', detail, field ? { field } : {}));
  }
  if (typeof value !== 'object' || value === null) return;
  const within = (key: string) =>
    Array.isArray(value) ? `${field}[${key}]` : field ? `${field}.${key}` : key;
  for (const [key, each] of Object.entries(value)) refuseUnstorable(each, within(key));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RequestProblem(problem('malformed-json', 'The body is not valid JSON.'));
  }
}

async function readBytes(request: Request, atMost: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new RequestProblem(problem('too-large', `The body may have at most ${atMost} bytes here.`));
  if (Number(request.headers.get('content-length') ?? 0) > atMost) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body !== null) {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > atMost) throw tooLarge();
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks);
}

/** Parses a URL's query by the contract; a parameter given twice is refused. Throws as {@link readBody}. */
export function readQuery<S extends z.ZodType>(url: URL, schema: S): z.infer<S> {
  const values: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (name in values) {
      throw new RequestProblem(problem('invalid-request', `${name} is given twice.`, { field: name }));
    }
    refuseUnstorable(value, name);
    values[name] = value;
  }
  return schema.parse(values);
}
