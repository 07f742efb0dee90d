import type { SourcePreview } from '#lib/sources/preview.ts';
import { DROP_REASON } from '#lib/sources/selection/drop-reason.ts';
import type { Paint } from '../render/terminal.ts';
import { count, many, previewSections } from './preview-sections.ts';

/** A preview as text for people. */
export function renderPreview(registry: string, preview: SourcePreview, paint: Paint): string {
  const { found, selected, examples, dropped, problems, repositories } = preview;
  const of = repositories.total === null ? '' : ` of ${count(repositories.total)}`;
  return previewSections(
    paint,
    `${registry}: ${many(selected, 'image')} selected${preview.complete ? '' : ' so far; the listing is not complete'}`,
    `${many(found, 'tag')} found in ${count(repositories.read)}${of} ${repositories.total === 1 ? 'repository' : 'repositories'}${repositories.unwanted > 0 ? `, ${count(repositories.unwanted)} of them left out by patterns` : ''}`,
    [
      [
        'Selected',
        [
          ...examples,
          ...(selected > examples.length ? [`and ${count(selected - examples.length)} more`] : []),
        ],
      ],
      [
        'Dropped',
        dropped.map(({ reason, count: n, examples: names }) => {
          return `${count(n)}  ${DROP_REASON[reason]}: ${names[0]}${n > 1 ? ', …' : ''}`;
        }),
      ],
      ['Notes', notesOf(preview)],
      ['Requests', [costOf(preview)]],
      ['Not complete', problems.map(({ message }) => message)],
    ],
  );
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
  const listing = `${about}${count(cost.listing)} for each listing`;
  if (selected === 0) return listing;
  if (cost.resolve === 0) return `${listing}, which has the digests of all tags`;
  return `${listing}, and ${count(cost.resolve)} to resolve tags whose digest it does not have`;
}
