import {
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from 'nuqs';
import { parseAsMoment } from '#components/history/url-moment.tsx';
import { GROUPING } from '#lib/lineage/graph/node-groups.ts';
import { MOST_HOPS } from './graph-request.ts';

const hops = (otherwise: number) => parseAsInteger.withDefault(otherwise);

const PARSERS = {
  focus: parseAsString.withDefault(''),
  bases: hops(MOST_HOPS),
  dependents: hops(1),
  filter: parseAsString.withDefault(''),
  problems: parseAsBoolean.withDefault(false),
  /** Everything expanded or collapsed, before what was done by hand. */
  unfold: parseAsStringLiteral(['all', 'none']),
  /** What siblings are grouped by; null for by status, where there are many. */
  group: parseAsStringLiteral(GROUPING),
  /** The same as a picture or as a list. */
  layout: parseAsStringLiteral(['graph', 'list']).withDefault('graph'),
  /** What was expanded, and the bases that were collapsed, by hand. */
  open: parseAsArrayOf(parseAsString).withDefault([]),
  closed: parseAsArrayOf(parseAsString).withDefault([]),
  /** The id of a node, a link or a group. */
  selected: parseAsString.withDefault(''),
  /** The moment to show; null for now. */
  at: parseAsMoment,
};

/** The URL of the whole fleet, with nothing selected. */
export const WHOLE_FLEET = {
  ...{ focus: null, bases: null, dependents: null, filter: null },
  ...{ problems: null, unfold: null, open: null, closed: null, selected: null },
} as const;

/** Everything that decides what the graph shows, in the URL, so that a link shows what its sender saw. */
export function useGraphUrl() {
  const [url, setUrl] = useQueryStates(PARSERS);
  return { url, setUrl };
}

export type GraphUrl = ReturnType<typeof useGraphUrl>['url'];
export type SetGraphUrl = ReturnType<typeof useGraphUrl>['setUrl'];
