import type { IncomingHttpHeaders } from 'node:http';

/**
 * Headers that parts of Next use internally. Clients must not send them: they have been used to bypass checks
 * (CVE-2025-29927).
 */
const INTERNAL = /^x-(?:middleware|nextjs|invoke|now|matched-path|vercel|baseboard)(?:-|$)/;

/** Removes internal headers from a client's request. */
export function dropInternalHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) if (INTERNAL.test(name)) delete headers[name];
}
