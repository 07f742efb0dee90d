import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { headers } from 'next/headers';
import { forbidden, notFound, redirect } from 'next/navigation';
import { audienceOfPage } from '#lib/access/pages.ts';
import type { Audience, Caller } from '#lib/access/roles.ts';
import { type Admission, admit } from '../access/admission.ts';
import type { Application } from '../application/application.ts';
import { application } from '../application/running-application.ts';
import { PATH_HEADER } from '../http/path-header.ts';
import { peerAddress } from '../http/peer-address.ts';

/**
 * Checks access to a page. An anonymous caller is redirected to the login page, which returns to `path`; a caller
 * without permission gets the page that names the missing permission.
 */
export async function requireAccess(path: string): Promise<Application> {
  return (await admitPage(path)).app;
}

/**
 * Loads a page's first data with the use cases; the server never requests its own API. `fill` stores results under the
 * keys of the browser's queries. If one fails, the browser requests it again and shows the error. Access is checked as
 * in {@link requireAccess}; `who` is the caller.
 */
export async function prefetch(
  path: string,
  fill: (client: QueryClient, app: Application, who: Caller) => readonly Promise<unknown>[],
): Promise<DehydratedState> {
  const { app, who } = await admitPage(path);
  const client = new QueryClient();
  await Promise.allSettled(fill(client, app, who));
  return dehydrate(client);
}

/**
 * Checks access to the requested page before the first byte is sent, while the status can still be 303, 403 or, for
 * a document that the help does not have, 404: the page itself is streamed afterwards. Each page checks again, for
 * navigation within the browser.
 */
export async function shellCaller(): Promise<Caller> {
  const path = await requestedPath();
  const { app, who } = await admitPage(path);
  const [, help] = HELP_DOCUMENT.exec(path) ?? [];
  if (help !== undefined && app.helpDocument(help) === undefined) notFound();
  return who;
}

/** The address of a document of the help. */
const HELP_DOCUMENT = /^\/help\/([^/?]+)/;

/** The path of the page that the browser requested, with its query. */
export async function requestedPath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? '/';
}

/** The caller for the page that says which permission is missing. */
export async function knownCaller(): Promise<Caller> {
  return (await admitPage(await requestedPath(), 'someone')).who;
}

/** The caller for the page that says that an address has no page; undefined for an anonymous one. */
export async function callerIfKnown(): Promise<Caller | undefined> {
  return (await admission('someone')).caller;
}

async function admitPage(
  path: string,
  audience: Audience = audienceOfPage(path),
): Promise<{ app: Application; who: Caller }> {
  const { caller, refusal } = await admission(audience);
  if (caller !== undefined) return { app: application(), who: caller };
  if (refusal.status === 403) forbidden();
  redirect(`/login?next=${encodeURIComponent(path)}`);
}

async function admission(audience: Audience): Promise<Admission> {
  const requestHeaders = await headers();
  const request = {
    method: 'GET',
    header: (name: string) => requestHeaders.get(name),
    address: peerAddress(),
  };
  return admit(request, audience, application().accessPolicy);
}

/** The first value of a page's search parameter; empty if it is missing. */
export function parameter(
  values: Readonly<Record<string, string | string[] | undefined>>,
  name: string,
): string {
  const value = values[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

export type SearchParameters = Promise<Record<string, string | string[] | undefined>>;
