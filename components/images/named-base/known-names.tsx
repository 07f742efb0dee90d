import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { quoted } from '#components/filter/filter-text.ts';
import { suggestionsQuery } from '#lib/api/client/filters.ts';
import { imagesPath } from '#lib/api/client/images.ts';
import { requestJson } from '#lib/api/client/request.ts';
import type { ImagePageView } from '#lib/api/contract/images/images.ts';

/** The most names that are offered of each kind. */
const MOST = 12;

/** Names that the fleet knows and that contain a text: bases first, then tracked images. */
export function KnownNames({ id, typed, except }: { id: string; typed: string; except: string }) {
  const text = useDeferredValue(typed.trim());
  const bases = useQuery({ ...suggestionsQuery({ key: 'base', value: text, filter: '' }) });
  const filter = text === '' ? '' : quoted(text);
  const images = useQuery({
    queryKey: ['images', 'jump', 'names', text],
    queryFn: ({ signal }) =>
      requestJson<ImagePageView>(imagesPath({ filter, sort: 'reference' }, undefined, MOST), { signal }),
    retry: false,
  });
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
