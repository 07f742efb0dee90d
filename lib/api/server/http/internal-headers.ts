import type { IncomingHttpHeaders } from 'node:http';

/**
 * Headers by which parts of Next speak to each other. From outside they mean nothing here, and have been the way past
 * checks before (CVE-2025-29927): they are dropped at the door.
 */
const INTERNAL = /^x-(?:middleware|nextjs|invoke|now|matched-path|vercel|baseboard)(?:-|$)/;

/** Takes them out of a request's headers. */
export function dropInternalHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) if (INTERNAL.test(name)) delete headers[name];
}
