import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import type { Audience, Caller } from '#lib/access/roles.ts';
import { type Admission, admit } from './access.ts';
import type { Application } from './application.ts';
import { application } from './host.ts';
import { PATH_HEADER } from './path-header.ts';
import { peerAddress } from './peer.ts';

/**
 * Leads who is not known to the login page, from which `path` is returned to; who is known and may not see it gets
 * the page that says what is missing.
 */
export async function requireAccess(path: string, audience: Audience = 'read'): Promise<Application> {
  return (await admitPage(path, audience)).app;
}

/**
 * What a page shows first, fetched by the use cases themselves: the server never asks its own API. `fill` puts
 * answers under the keys of the browser's queries; one that fails is left for the browser to ask, and to show
 * its error. Access as in {@link requireAccess}; `who` is who looks at it.
 */
export async function prefetch(
  path: string,
  fill: (client: QueryClient, app: Application, who: Caller) => readonly Promise<unknown>[],
  audience: Audience = 'read',
): Promise<DehydratedState> {
  const { app, who } = await admitPage(path, audience);
  const client = new QueryClient();
  await Promise.allSettled(fill(client, app, who));
  return dehydrate(client);
}

/**
 * Who looks at a page, for what stands around it. Who is not known is led to the login page from here, before the
 * first byte: a page's own answer comes after it. What someone known may see, each page decides.
 */
export async function shellCaller(): Promise<Caller> {
  const path = (await headers()).get(PATH_HEADER) ?? '/';
  return (await admitPage(path, 'someone')).who;
}

async function admitPage(path: string, audience: Audience): Promise<{ app: Application; who: Caller }> {
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
