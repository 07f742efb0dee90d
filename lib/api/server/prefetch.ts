import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { refuseAccess } from './access.ts';
import type { Application } from './application.ts';
import { application } from './host.ts';

/** Leads who may not see anything to the login page; `path` is where to return to after it. */
export async function requireAccess(path: string): Promise<Application> {
  const asked = await headers();
  const app = application();
  const request = { method: 'GET', header: (name: string) => asked.get(name) };
  if (refuseAccess(request, app.accessPolicy, app.clock()))
    redirect(`/login?next=${encodeURIComponent(path)}`);
  return app;
}

/**
 * What a page shows first, fetched by the use cases themselves: the server never asks its own API. `fill` puts
 * answers under the keys of the browser's queries; one that fails is left for the browser to ask, and to show
 * its error. Access as in {@link requireAccess}.
 */
export async function prefetch(
  path: string,
  fill: (client: QueryClient, app: Application) => readonly Promise<unknown>[],
): Promise<DehydratedState> {
  const app = await requireAccess(path);
  const client = new QueryClient();
  await Promise.allSettled(fill(client, app));
  return dehydrate(client);
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
