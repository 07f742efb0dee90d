'use client';

import { useId } from 'react';
import { FilterHelp } from '#components/filter/filter-help.tsx';
import { FilterInput } from '#components/filter/filter-input.tsx';
import { withTerm } from '#components/filter/filter-text.ts';
import { Below } from '#components/ui/controls/field.tsx';

/** The filter of a form, with the suggestions and the help of the fleet's filter box. */
export function FilterField({
  filter,
  error,
  onFilter,
}: {
  filter: string;
  /** The server's error about the filter. */
  error: string | undefined;
  onFilter: (filter: string) => void;
}) {
  const id = useId();
  return (
    <div className="min-w-0 space-y-1.5">
      <label htmlFor={id} className="block font-medium">
        Images
      </label>
      <div className="flex items-center gap-1">
        <FilterInput
          id={id}
          aria-describedby={`${id}-below`}
          placeholder='base:"debian:*" repo:shop/*'
          text={filter}
          isWrong={error !== undefined}
          onType={onFilter}
          onClear={() => onFilter('')}
          className="bg-bg pl-2"
        />
        <FilterHelp onExample={(example) => onFilter(withTerm(filter, example))} />
      </div>
      <Below id={`${id}-below`} text={error ?? 'Leave empty for all images'} isError={error !== undefined} />
    </div>
  );
}
