import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { audienceOfPage } from '#lib/access/pages.ts';
import type { Audience, Caller } from '#lib/access/roles.ts';
import { type Admission, admit } from '../access/admission.ts';
import type { Application } from '../application/application.ts';
import { application } from '../application/running-application.ts';
import { PATH_HEADER } from '../http/path-header.ts';
import { peerAddress } from '../http/peer-address.ts';

/**
 * Leads who is not known to the login page, from which `path` is returned to; who is known and may not see it gets
 * the page that says what is missing.
 */
export async function requireAccess(path: string): Promise<Application> {
  return (await admitPage(path)).app;
}

/**
 * What a page shows first, fetched by the use cases themselves: the server never asks its own API. `fill` puts
 * answers under the keys of the browser's queries; one that fails is left for the browser to ask, and to show
 * its error. Access as in {@link requireAccess}; `who` is who looks at it.
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
 * Decides access to the page asked for before the first byte is sent, while the answer's status can still say 303 or
 * 403: a page's own answer is streamed after it. Each page decides again, for visits within the browser.
 */
export async function shellCaller(): Promise<Caller> {
  return (await admitPage((await headers()).get(PATH_HEADER) ?? '/')).who;
}

/** The caller for the page that says which permission is missing. */
export async function knownCaller(): Promise<Caller> {
  return (await admitPage((await headers()).get(PATH_HEADER) ?? '/', 'someone')).who;
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
  const asked = await headers();
  const request = { method: 'GET', header: (name: string) => asked.get(name), address: peerAddress() };
  return admit(request, audience, application().accessPolicy);
}

/** The first value of a page's search parameter; empty where it is not there. */
export function parameter(
  values: Readonly<Record<string, string | string[] | undefined>>,
  name: string,
): string {
  const value = values[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

export type SearchParameters = Promise<Record<string, string | string[] | undefined>>;
