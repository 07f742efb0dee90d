/** A format that a report is served in. */
export interface Format {
  /** Its media type, for `Content-Type`. */
  readonly type: string;
  /** What follows the id in `/r/{id}`; formats with their own paths have none. */
  readonly ending?: string;
  /** Its name in links on pages. */
  readonly name?: string;
  /** `Content-Disposition` of a download, so that the secret link does not become the file name. */
  readonly file?: string;
}

/** Every format of a report. */
export const REPORT_FORMATS = {
  page: { type: 'text/html; charset=utf-8', ending: '' },
  embed: { type: 'text/html; charset=utf-8' },
  json: { type: 'application/json', ending: '.json', name: 'JSON' },
  csv: {
    type: 'text/csv; charset=utf-8; header=present',
    ending: '.csv',
    name: 'CSV',
    file: 'attachment; filename="baseboard-report.csv"',
  },
  md: { type: 'text/markdown; charset=utf-8', ending: '.md', name: 'Markdown' },
  graph: { type: 'image/svg+xml' },
  picture: { type: 'image/png' },
} as const satisfies Readonly<Record<string, Format>>;

export type ReportFormat = keyof typeof REPORT_FORMATS;

/** The formats that pages link to, besides the page itself: what follows `/r/{id}`, and a name. */
export const LINKED_FORMATS: readonly { readonly ending: string; readonly name: string }[] = Object.values(
  REPORT_FORMATS,
).flatMap(({ ending, name }: Format) =>
  ending === undefined || name === undefined ? [] : [{ ending, name }],
);

/** Parses the last part of `/r/{id}`: the id, and the format that its ending selects. */
export function parseReportPath(path: string): { readonly id: string; readonly format: ReportFormat } {
  const formats: readonly (readonly [string, Format])[] = Object.entries(REPORT_FORMATS);
  for (const [format, { ending }] of formats) {
    if (ending === undefined || ending === '' || !path.endsWith(ending)) continue;
    return { id: path.slice(0, -ending.length), format: format as ReportFormat };
  }
  return { id: path, format: 'page' };
}
