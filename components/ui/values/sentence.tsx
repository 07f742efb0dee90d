import { sentenceParts } from '#lib/lineage/words/sentence.ts';
import { Breakable } from './breakable.tsx';

/** A sentence with its names, which stand between backticks, in mono. */
export function Sentence({ text: sentence }: { text: string }) {
  return (
    <>
      {sentenceParts(sentence).map(({ text, isName }, index) =>
        isName ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is identified by its place.
          <code key={index} className="mono wrap-anywhere">
            <Breakable text={text} />
          </code>
        ) : (
          text
        ),
      )}
    </>
  );
}
