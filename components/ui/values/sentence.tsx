/** A sentence of a verdict: what stands between backticks is a name, in mono. */
export function Sentence({ text }: { text: string }) {
  return (
    <>
      {text.split('`').map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place.
          <code key={index} className="mono break-all">
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </>
  );
}
