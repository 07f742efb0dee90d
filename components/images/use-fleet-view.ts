import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { IMAGE_SORT } from '#lib/api/contract/images.ts';

const PARSERS = {
  filter: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(IMAGE_SORT).withDefault('reference'),
};

/** Filter and order of the fleet, held by the URL: a link shows what its sender saw. */
export function useFleetView() {
  const [view, setView] = useQueryStates(PARSERS, { history: 'push' });
  return { view, setView };
}
