'use client';

import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { buttonClass } from '#components/ui/button.tsx';
import type { ReportCreatedView } from '#lib/api/contract/reports.ts';
import { settingsQuery } from '#lib/api/queries.ts';
import { CopyField } from './copy-field.tsx';
import { snippetsOf } from './snippets.ts';

/** A report's link to hand on, its other formats, and the words that show it in other pages. */
export function SharedLink({ report, title }: { report: ReportCreatedView; title: string }) {
  const settings = useQuery(settingsQuery());
  const snippets = snippetsOf(report, title || 'Report', settings.data?.frameAncestors ?? []);
  return (
    <div className="space-y-4">
      <CopyField label="Link" value={report.url} />
      <p className="flex flex-wrap gap-2">
        <a href={report.url} target="_blank" rel="noreferrer" className={buttonClass('primary')}>
          <ExternalLink aria-hidden size={14} />
          Open the report
        </a>
        {['json', 'csv', 'md'].map((format) => (
          <a
            key={format}
            href={`${report.url}.${format}`}
            target="_blank"
            rel="noreferrer"
            className={buttonClass()}
          >
            {format.toUpperCase()}
          </a>
        ))}
      </p>
      <details className="space-y-3">
        <summary>Show it in another page</summary>
        {snippets.map(({ name, text, note }) => (
          <CopyField key={name} label={name} value={text} note={note} />
        ))}
      </details>
    </div>
  );
}
