import { referenceParts } from '#components/ui/values/reference-parts.ts';
import type { Match } from './fuzzy.ts';

/** A text whose matching characters are marked. `from` is where the text starts in what the ranges count. */
export function Highlighted({
  text,
  ranges,
  from = 0,
}: {
  text: string;
  ranges: Match['ranges'];
  from?: number;
}) {
  const parts: { readonly text: string; readonly isMatch: boolean; readonly at: number }[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    const [first, last] = [Math.max(start - from, at), Math.min(end - from, text.length)];
    if (last <= first) continue;
    parts.push({ text: text.slice(at, first), isMatch: false, at });
    parts.push({ text: text.slice(first, last), isMatch: true, at: first });
    at = last;
  }
  parts.push({ text: text.slice(at), isMatch: false, at });
  return parts
    .filter((part) => part.text !== '')
    .map((part) =>
      part.isMatch ? (
        <mark
          key={`${part.at} match`}
          className="bg-transparent font-semibold text-text underline underline-offset-2"
        >
          {part.text}
        </mark>
      ) : (
        <span key={part.at}>{part.text}</span>
      ),
    );
}

/** A fully qualified reference with its matching characters marked; without room, its registry is cut first. */
export function HighlightedReference({ value, ranges }: { value: string; ranges: Match['ranges'] }) {
  const parts = referenceParts(value);
  if (parts === undefined) {
    return (
      <span className="mono min-w-0 truncate">
        <Highlighted text={value} ranges={ranges} />
      </span>
    );
  }
  const start = parts.registry.length + 1;
  const end = start + parts.repository.length;
  return (
    <span className="mono flex max-w-full min-w-0 items-baseline" title={value}>
      <span className="min-w-[4ch] shrink-[9999] truncate text-muted">
        <Highlighted text={`${parts.registry}/`} ranges={ranges} />
      </span>
      <span className="min-w-[3ch] shrink truncate">
        <Highlighted text={parts.repository} ranges={ranges} from={start} />
      </span>
      <strong className="max-w-full shrink-0 truncate font-semibold">
        <Highlighted text={parts.end} ranges={ranges} from={end} />
      </strong>
    </span>
  );
}
