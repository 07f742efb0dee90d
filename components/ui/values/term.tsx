'use client';

import { Tooltip } from '../controls/tooltip.tsx';

/** A technical term with its meaning and the spec's section in a tooltip. */
export function Term({ word, means, spec }: { word: string; means: string; spec: string }) {
  return (
    <Tooltip
      text={
        <>
          {means} <span className="opacity-70">{spec}</span>
        </>
      }
    >
      <button
        type="button"
        className="cursor-help underline decoration-dotted decoration-from-font underline-offset-4"
      >
        {word}
      </button>
    </Tooltip>
  );
}
