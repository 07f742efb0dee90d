'use client';

import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { LocalAddressNote } from '#components/sharing/local-address-note.tsx';
import { buttonClass } from '#components/ui/controls/button.tsx';
import { CopyField } from '#components/ui/controls/copy-field.tsx';
import { settingsQuery } from '#lib/api/client/settings.ts';
import type { ReportCreatedView } from '#lib/api/contract/reports.ts';
import { LINKED_FORMATS } from '#lib/reports/formats.ts';
import { snippetsOf } from './snippets.ts';

/** A report's link, its other formats, and snippets that embed it. */
export function SharedLink({ report, title }: { report: ReportCreatedView; title: string }) {
  const settings = useQuery(settingsQuery());
  const snippets = snippetsOf(report, title || 'Report', settings.data?.frameAncestors ?? []);
  return (
    <div className="space-y-4">
      <CopyField label="Link" value={report.url} />
      <LocalAddressNote origin={new URL(report.url).origin} />
      <p className="flex flex-wrap gap-2">
        <a href={report.url} target="_blank" rel="noreferrer" className={buttonClass('primary')}>
          <ExternalLink aria-hidden size={14} />
          Open report
        </a>
        {LINKED_FORMATS.map(({ ending, name }) => (
          <a
            key={ending}
            href={`${report.url}${ending}`}
            target="_blank"
            rel="noreferrer"
            className={buttonClass()}
          >
            {name}
          </a>
        ))}
      </p>
      <details className="space-y-3">
        <summary>Embed in another page</summary>
        {snippets.map(({ name, text, note }) => (
          <div key={name} className="space-y-1">
            <CopyField label={name} value={text} />
            {note === null ? null : <p className="text-muted">{note}</p>}
          </div>
        ))}
      </details>
    </div>
  );
}
