import type { z } from 'zod';
import { problem, RequestProblem } from './problem.ts';

/** Room for 10,000 references of full length. */
const MAX_BODY_BYTES = 12 * 1024 * 1024;

/**
 * Reads a JSON body of at most 12 MiB and parses it by the contract. Throws {@link RequestProblem} for what is no
 * JSON, and the schema's `ZodError` for what does not fit. `fallback` stands for an empty body.
 */
export async function readBody<S extends z.ZodType>(
  request: Request,
  schema: S,
  fallback?: unknown,
): Promise<z.infer<S>> {
  const bytes = await readBytes(request);
  if (bytes.byteLength === 0 && fallback !== undefined) return schema.parse(fallback);
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new RequestProblem(problem(415, 'not-json', 'Send the body with content-type: application/json.'));
  }
  return schema.parse(parseJson(bytes));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RequestProblem(problem(400, 'malformed-json', 'The body is not valid JSON.'));
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body !== null) {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > MAX_BODY_BYTES) {
        throw new RequestProblem(problem(413, 'too-large', `A body has at most ${MAX_BODY_BYTES} bytes.`));
      }
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
      throw new RequestProblem(problem(400, 'invalid-request', `${name} is given twice.`, { field: name }));
    }
    values[name] = value;
  }
  return schema.parse(values);
}
