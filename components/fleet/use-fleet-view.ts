import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { parseAsMoment } from '#components/history/url-moment.tsx';
import { FLEET_SORT } from '#lib/api/client/images.ts';
import { IMAGE_SORT } from '#lib/api/contract/images/images.ts';

const PARSERS = {
  filter: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(IMAGE_SORT).withDefault(FLEET_SORT),
  /** The moment to show; null for now. */
  at: parseAsMoment,
};

/** Filter, order and moment of the fleet in the URL, so that a link shows what its sender saw. */
export function useFleetView() {
  const [{ at, ...view }, setView] = useQueryStates(PARSERS, { history: 'push' });
  return { view: { ...view, at: at ?? undefined }, setView };
}
