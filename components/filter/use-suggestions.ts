import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { suggestionsQuery } from '#lib/api/client/filters.ts';
import { FILTER_KEY_TABLE, FILTER_KEYS } from '#lib/lineage/vocabulary/filter-keys.ts';
import { STATUSES } from '#lib/lineage/vocabulary/status.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { quoted } from './filter-text.ts';
import type { TypedWord } from './typed-word.ts';

/** Something that can stand in place of the typed word. */
export interface Suggestion {
  /** As it is written into the filter. */
  readonly text: string;
  readonly label: string;
  /** What it means, or how many images it would leave. */
  readonly note: string;
}

/** Keys that begin with what is typed, or the values of the key with their numbers of images. */
export function useSuggestions(word: TypedWord | undefined): readonly Suggestion[] {
  const { key, typed, rest } = useDeferredValue(word) ?? { key: undefined, typed: '', rest: '' };
  const values = useQuery({
    ...suggestionsQuery({ key: key ?? '', value: typed, filter: rest }),
    enabled: key !== undefined,
    // Values of another key would be wrong, even for a moment.
    placeholderData: (values, query) => (query?.queryKey[1].key === key ? values : undefined),
  });
  if (word === undefined) return [];
  if (key === undefined) {
    return FILTER_KEYS.filter((each) => each.startsWith(typed.toLowerCase())).map((each) => ({
      text: `${each}:`,
      label: `${each}:`,
      note: FILTER_KEY_TABLE[each].meaning,
    }));
  }
  return (values.data ?? [])
    .map(({ value, images }) => ({
      text: key === 'behind' ? value : quoted(value),
      label: wordOf(key, value),
      note: counted(images, 'image'),
    }))
    .filter(({ label, text }) =>
      [label, text].some((each) => each.toLowerCase().includes(typed.toLowerCase())),
    )
    .filter(({ text }) => text !== typed);
}

/** A status by the word that pages show. */
function wordOf(key: string, value: string): string {
  const status = Object.entries(STATUSES).find(([each]) => key === 'status' && each === value);
  return status === undefined ? value : `${value} (${status[1].word})`;
}
