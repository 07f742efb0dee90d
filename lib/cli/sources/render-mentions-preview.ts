import type { MentionsPreview } from '#lib/sources/preview-mentions.ts';
import type { Paint } from '../render/terminal.ts';
import { count, many, previewSections } from './preview-sections.ts';

/** A preview of a cluster or of Argo CD as text for people. */
export function renderMentionsPreview(subject: string, preview: MentionsPreview, paint: Paint): string {
  const { selected, examples, dropped, problems, running, declared, cost, complete } = preview;
  const title = `${subject}: ${many(selected, 'image')}${complete ? '' : ' so far; the listing is not complete'}`;
  const runs =
    running.images === 0
      ? 'no image runs'
      : `${many(running.images, 'image')} ${running.images === 1 ? 'runs' : 'run'} in ${many(running.workloads, 'workload')} and ${many(running.containers, 'container')}`;
  return previewSections(
    paint,
    title,
    `${runs}, ${count(declared)} ${declared === 1 ? 'is' : 'are'} declared only`,
    [
      [
        'Images',
        [
          ...examples,
          ...(selected > examples.length ? [`and ${count(selected - examples.length)} more`] : []),
        ],
      ],
      [
        'Dropped',
        dropped.map(
          ({ count: n, examples: names }) =>
            `${count(n)}  Not a valid reference: ${names[0]}${n > 1 ? ', …' : ''}`,
        ),
      ],
      ['Requests', [`${count(cost.listing)} for each listing`]],
      ['Not complete', problems.map(({ message }) => message)],
    ],
  );
}
