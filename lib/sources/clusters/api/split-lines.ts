import { ApiError } from './api-error.ts';

/** etcd stores at most 1.5 MB of an object; JSON is longer than that. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
const NEW_LINE = 10;

/**
 * Splits a stream into lines of UTF-8 text without their ends; empty lines and a last line without an end are left out.
 * Throws `ApiError` for a line that is too long.
 */
export async function* splitLines(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number = MAX_LINE_BYTES,
): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(NEW_LINE); end !== -1; end = chunk.indexOf(NEW_LINE, from)) {
      parts.push(chunk.subarray(from, end));
      const line = text(parts);
      if (line !== '') yield line;
      parts = [];
      size = 0;
      from = end + 1;
    }
    parts.push(chunk.subarray(from));
    size += chunk.byteLength - from;
    if (size > maxBytes) throw new ApiError('invalid-answer', `a change is larger than ${maxBytes} bytes`);
  }
}

function text(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString('utf8').trim();
}
