import { Fragment } from 'react';
import { breakOpportunities } from '#lib/lineage/words/break-opportunities.ts';

/** A reference or a digest that breaks over lines at sensible places. Its element needs `wrap-anywhere` for long parts. */
export function Breakable({ text }: { text: string }) {
  return breakOpportunities(text).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a part is identified by its place.
    <Fragment key={index}>
      {index === 0 ? null : <wbr />}
      {part.startsWith('sha') && part.length === 19 ? (
        <span className="whitespace-nowrap">{part}</span>
      ) : (
        part
      )}
    </Fragment>
  ));
}
