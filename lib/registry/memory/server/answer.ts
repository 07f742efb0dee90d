import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Fault } from './faults.ts';

/** An HTTP response before it is sent; faults change it. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** An error answer (distribution-spec § Error Codes). */
export function failure(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  const body = JSON.stringify({ errors: [{ code, message, detail: null }] });
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** The answer of a fault that replaces the registry's own; `undefined` for other faults. */
export function answerInstead(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'rate-limited':
      return failure(
        429,
        'TOOMANYREQUESTS',
        'slow down',
        fault.retryAfter ? { 'retry-after': fault.retryAfter } : {},
      );
    case 'status':
      return { status: fault.status, headers: { ...fault.headers }, body: fault.body ?? '' };
    case 'redirect':
      return { status: 307, headers: { location: fault.location } };
    default:
      return undefined;
  }
}

/** An answer changed by a fault. */
export function spoil(answer: Answer, fault: Fault): Answer {
  const { headers = {}, body = '' } = answer;
  switch (fault.kind) {
    case 'wrong-body':
      return { ...answer, body: Buffer.from(body).map((byte, at) => (at === 0 ? byte ^ 1 : byte)) };
    case 'wrong-digest-header':
      return { ...answer, headers: { ...headers, 'docker-content-digest': `sha256:${'0'.repeat(64)}` } };
    case 'wrong-type':
      return { ...answer, headers: { ...headers, 'content-type': fault.type } };
    case 'claims-gzip':
      return {
        ...answer,
        headers: { ...headers, 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.from(body)),
      };
    case 'link':
      return { ...answer, headers: { ...headers, link: `<${fault.target}>; rel="next"` } };
    case 'location':
      return { ...answer, headers: { ...headers, location: fault.target } };
    default:
      return answer;
  }
}

/** Sends an answer: whole, or slowly or truncated by a fault. A HEAD gets only the headers. */
export async function send(
  response: ServerResponse,
  method: string,
  answer: Answer,
  fault: Fault | undefined,
): Promise<void> {
  const body = Buffer.from(answer.body ?? '');
  const length = fault?.kind === 'wrong-length' ? body.byteLength + 1000 : body.byteLength;
  const own = answer.headers?.['content-length'];
  response.writeHead(answer.status, { ...answer.headers, 'content-length': own ?? String(length) });
  if (method === 'HEAD' || answer.status === 204 || answer.status === 304) {
    response.end();
    return;
  }
  switch (fault?.kind) {
    case 'truncate':
      response.write(body.subarray(0, Math.floor(body.byteLength / 2)), () => response.destroy());
      return;
    case 'wrong-length':
      response.write(body, () => response.destroy());
      return;
    case 'drip':
      for (const byte of body) {
        if (response.destroyed) return;
        response.write(Buffer.from([byte]));
        await sleep(fault.ms);
      }
      response.end();
      return;
    default:
      response.end(body);
  }
}
