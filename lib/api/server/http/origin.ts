/**
 * Where people reach this server, `https://host:port`, for addresses that are handed to others: as configured, or
 * as this request came. Headers that a proxy is said to have set are no evidence.
 */
export function originOf(
  request: { readonly headers: Pick<Headers, 'get'>; readonly url: string },
  publicUrl: string | undefined,
): string {
  if (publicUrl !== undefined) return publicUrl;
  const host = request.headers.get('host');
  return host === null ? new URL(request.url).origin : `http://${host}`;
}
