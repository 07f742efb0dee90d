import { escapeHtml } from '#lib/sharing/escape-html.ts';

/** Leads on to an address that is ours or the provider's, with cookies. */
export function redirectTo(location: string, cookies: readonly string[] = []): Response {
  return withCookies(new Response(null, { status: 303, headers: { location } }), cookies);
}

/**
 * Goes on to a page of ours with a session just made. A redirect would not do: it would still be the provider's
 * request, and the session's Strict cookie would stay behind. This page is ours, and what it leads to is asked for by
 * it; it needs no script.
 */
export function goOnTo(path: string, cookies: readonly string[]): Response {
  const href = escapeHtml(path);
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0;url=${href}">
<title>Logged in · Baseboard</title>
</head>
<body><p>You are logged in. <a href="${href}">Go on</a></p></body>
</html>
`;
  return withCookies(
    new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } }),
    cookies,
  );
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  response.headers.set('cache-control', 'no-store');
  for (const each of cookies) response.headers.append('set-cookie', each);
  return response;
}
