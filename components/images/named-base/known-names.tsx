import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { quoted } from '#components/filter/filter-text.ts';
import { suggestionsQuery } from '#lib/api/client/filters.ts';
import { namedImagesQuery } from '#lib/api/client/images.ts';

/** The most names that are offered of each kind. */
const MOST = 12;

/** Names that the fleet knows and that contain a text: bases first, then tracked images. */
export function KnownNames({ id, typed, except }: { id: string; typed: string; except: string }) {
  const text = useDeferredValue(typed.trim());
  const bases = useQuery(suggestionsQuery({ key: 'base', value: text, filter: '' }));
  const images = useQuery({ ...namedImagesQuery(text === '' ? '' : quoted(text), MOST), retry: false });
  const names = [
    ...(bases.data ?? []).map(({ value }) => value),
    ...(images.data?.items ?? []).map(({ reference }) => reference),
  ];
  return (
    <datalist id={id}>
      {[...new Set(names)]
        .filter((name) => name !== except)
        .map((name) => (
          <option key={name} value={name} />
        ))}
    </datalist>
  );
}
