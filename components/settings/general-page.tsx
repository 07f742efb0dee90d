'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { settingsQuery } from '#lib/api/client/settings.ts';
import type { SettingsView } from '#lib/api/contract/service.ts';
import { intervalWords, loginWords } from './settings-words.ts';

/** The server's settings, read-only: they are set where the server is started. */
export function GeneralPage() {
  const settings = useQuery(settingsQuery());
  if (settings.data === undefined) {
    return (
      <PendingQuery query={settings} what="the settings">
        <Skeleton className="h-44" />
      </PendingQuery>
    );
  }
  return (
    <div className="space-y-6">
      <p className="text-sm text-muted">
        Set in the environment and in <code>baseboard.yaml</code>; read once at start.
      </p>
      <Facts settings={settings.data} />
    </div>
  );
}

function Facts({ settings }: { settings: SettingsView }) {
  const { version, database, dataDirectory, publicUrl, logins, push, scanEverySeconds, registries } =
    settings;
  return (
    <>
      <dl className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
        <Fact term="Version">{version}</Fact>
        <Fact term="Database" from="DATABASE_URL">
          {database === 'embedded' ? 'PostgreSQL, embedded' : 'PostgreSQL, external'}
        </Fact>
        {dataDirectory === null ? null : (
          <Fact term="Data directory" from="BASEBOARD_DATA">
            <span className="mono break-all">{dataDirectory}</span>
          </Fact>
        )}
        {publicUrl === null ? null : (
          <Fact term="Address" from="BASEBOARD_PUBLIC_URL">
            <span className="mono break-all">{publicUrl}</span>
          </Fact>
        )}
        <Fact term="Logins" from="BASEBOARD_TOKEN, oidc">
          {loginWords(logins)}
        </Fact>
        <Fact term="Checks" from="scan.every">
          every {intervalWords(scanEverySeconds)} for tags that moved lately; bases more often, others less
        </Fact>
        <Fact term="Writing to registries" from="BASEBOARD_ENABLE_PUSH">
          {push ? 'on, for the repositories listed under push.allow' : 'off: Baseboard writes to no registry'}
        </Fact>
      </dl>
      <section aria-labelledby="registries-title" className="space-y-2">
        <h2 id="registries-title" className="font-medium">
          Registries
        </h2>
        <p className="text-sm text-muted">
          {registries.length === 0 ? 'None configured' : `${registries.length} configured`}. See{' '}
          <Link href="/settings/registries" className="text-text underline underline-offset-2">
            Registries
          </Link>{' '}
          for their health and credentials.
        </p>
      </section>
    </>
  );
}

function Fact({ term, from, children }: { term: string; from?: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 px-4 py-2.5 sm:grid-cols-[12rem_minmax(0,1fr)_auto]">
      <dt className="text-muted">{term}</dt>
      <dd>{children}</dd>
      {from === undefined ? null : <dd className="mono text-muted">{from}</dd>}
    </div>
  );
}
