import { parseAsArrayOf, parseAsBoolean, parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { parseAsMoment } from '#components/history/url-moment.tsx';
import { MOST_HOPS } from './graph-request.ts';

const hops = (otherwise: number) => parseAsInteger.withDefault(otherwise);

const PARSERS = {
  focus: parseAsString.withDefault(''),
  bases: hops(MOST_HOPS),
  dependents: hops(1),
  filter: parseAsString.withDefault(''),
  problems: parseAsBoolean.withDefault(false),
  /** Bases whose groups were opened, and those whose dependents were folded away, by hand. */
  open: parseAsArrayOf(parseAsString).withDefault([]),
  closed: parseAsArrayOf(parseAsString).withDefault([]),
  /** A node, a link or a group, by its id. */
  selected: parseAsString.withDefault(''),
  /** As the fleet was then; null for now. */
  at: parseAsMoment,
};

/** The whole fleet, without anything chosen. */
export const WHOLE_FLEET = {
  ...{ focus: null, bases: null, dependents: null, filter: null },
  ...{ problems: null, open: null, closed: null, selected: null },
} as const;

/** Everything that decides what the graph shows, held by the URL: a link shows what its sender saw. */
export function useGraphUrl() {
  const [url, setUrl] = useQueryStates(PARSERS);
  return { url, setUrl };
}

export type GraphUrl = ReturnType<typeof useGraphUrl>['url'];
export type SetGraphUrl = ReturnType<typeof useGraphUrl>['setUrl'];
