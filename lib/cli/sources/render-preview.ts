import type { SourcePreview } from '#lib/sources/preview.ts';
import { DROP_REASON } from '#lib/sources/selection/drop-reason.ts';
import { type Paint, printable } from '../render/terminal.ts';

const count = new Intl.NumberFormat('en-US');
const many = (n: number, one: string, more = `${one}s`) => `${count.format(n)} ${n === 1 ? one : more}`;

/** A preview as text for people. */
export function renderPreview(registry: string, preview: SourcePreview, paint: Paint): string {
  const { found, selected, examples, dropped, problems, repositories } = preview;
  const of = repositories.total === null ? '' : ` of ${count.format(repositories.total)}`;
  const lines = [
    paint(
      'bold',
      `${registry}: ${many(selected, 'image')} selected${preview.complete ? '' : ' so far; the listing is not complete'}`,
    ),
    `${many(found, 'tag')} found in ${count.format(repositories.read)}${of} ${repositories.total === 1 ? 'repository' : 'repositories'}${repositories.unwanted > 0 ? `, ${count.format(repositories.unwanted)} of them left out by patterns` : ''}`,
    ...section('Selected', [
      ...examples,
      ...(selected > examples.length ? [`and ${count.format(selected - examples.length)} more`] : []),
    ]),
    ...section(
      'Dropped',
      dropped.map(({ reason, count: n, examples: names }) => {
        return `${count.format(n)}  ${DROP_REASON[reason]}: ${names[0]}${n > 1 ? ', …' : ''}`;
      }),
    ),
    ...section('Notes', notesOf(preview)),
    ...section('Requests', [costOf(preview)]),
    ...section(
      'Not complete',
      problems.map(({ message }) => message),
    ),
  ];
  return `${lines.join('\n')}\n`;

  function section(title: string, rows: readonly string[]): string[] {
    if (rows.length === 0) return [];
    return ['', paint('bold', title), ...rows.map((row) => `  ${printable(row)}`)];
  }
}

function notesOf({ skipped, withoutTime }: SourcePreview): string[] {
  return [
    ...(skipped > 0
      ? [`${many(skipped, 'entry', 'entries')} of the listing have no tag to track, or no valid name`]
      : []),
    ...(withoutTime > 0
      ? [`pushedWithin does not apply to ${many(withoutTime, 'tag')}: the listing has no push time`]
      : []),
  ];
}

function costOf({ cost, repositories, selected }: SourcePreview): string {
  if (cost.estimated && repositories.read === 0) return 'not known: no repository was read';
  const about = cost.estimated ? (repositories.total === null ? 'more than ' : 'about ') : '';
  const listing = `${about}${count.format(cost.listing)} for each listing`;
  if (selected === 0) return listing;
  if (cost.resolve === 0) return `${listing}, which has the digests of all tags`;
  return `${listing}, and ${count.format(cost.resolve)} to resolve tags whose digest it does not have`;
}
