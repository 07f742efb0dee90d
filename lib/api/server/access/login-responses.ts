import { escapeHtml } from '#lib/sharing/escape-html.ts';

/** Redirects to one of our pages or to the provider, and sets cookies. */
export function redirectTo(location: string, cookies: readonly string[] = []): Response {
  return withCookies(new Response(null, { status: 303, headers: { location } }), cookies);
}

/**
 * Sets the cookies of a new session and continues to one of our pages. A redirect would count as the provider's
 * cross-site request, so the browser would not send the session's `SameSite=Strict` cookie. A page that refreshes itself
 * makes it a request of our own site, without a script.
 */
export function continueTo(path: string, cookies: readonly string[]): Response {
  const href = escapeHtml(path);
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0;url=${href}">
<title>Logged in · Baseboard</title>
</head>
<body><p>You are logged in. <a href="${href}">Continue</a></p></body>
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
