/**
 * The server's public origin, `https://host:port`, for links that are given to others: the configured one, or that of
 * this request. `X-Forwarded-…` headers are not trusted.
 */
export function originOf(
  request: { readonly headers: Pick<Headers, 'get'>; readonly url: string },
  publicUrl: string | undefined,
): string {
  if (publicUrl !== undefined) return publicUrl;
  const host = request.headers.get('host');
  return host === null ? new URL(request.url).origin : `http://${host}`;
}
