import type { FleetSummaryView } from '#lib/api/contract/images/fleet.ts';

/** Which columns the table has, and where they are at each width. */
export interface TableLayout {
  /** Columns that it does not have. */
  readonly without: ReadonlySet<string>;
  /** The grid of a row: columns, on a phone a card of lines. */
  readonly grid: string;
  /** The classes of the cells of a column, which hide those that have no room. */
  readonly cells: Readonly<Record<string, string>>;
  /** The height of a card in CSS pixels. */
  readonly cardHeight: number;
}

const ROW = 'grid gap-x-4 px-2';
const CARD =
  'max-md:grid-cols-[24px_minmax(0,1fr)_auto_28px] max-md:gap-x-2 max-md:content-center max-md:gap-y-0.5 max-md:py-2.5';
const CARD_LINES = 92;
const CARD_LINES_AND_ONE = 114;

/** No source mentions any image. */
const PLAIN: TableLayout = {
  without: new Set(['running', 'sources']),
  grid: [
    ROW,
    CARD,
    "max-md:[grid-template-areas:'select_reference_reference_menu''._baseName_baseName_menu''._status_behindSince_behindSince']",
    "md:max-lg:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_76px_72px_28px] md:max-lg:[grid-template-areas:'select_reference_status_baseName_behindSince_checkedAt_menu']",
    "lg:max-xl:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_84px_112px_72px_28px] lg:max-xl:[grid-template-areas:'select_reference_status_baseName_behindSince_platforms_checkedAt_menu']",
    "xl:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_84px_112px_96px_72px_28px] xl:[grid-template-areas:'select_reference_status_baseName_behindSince_platforms_owner_checkedAt_menu']",
  ].join(' '),
  cells: { platforms: 'max-lg:hidden', owner: 'max-xl:hidden', checkedAt: 'max-md:hidden' },
  cardHeight: CARD_LINES,
};

/** Sources mention images, but nothing is known to run. */
const WITH_SOURCES: TableLayout = {
  without: new Set(['running']),
  grid: [
    ROW,
    CARD,
    "max-md:[grid-template-areas:'select_reference_reference_menu''._baseName_baseName_menu''._status_behindSince_behindSince''._sources_sources_sources']",
    "md:max-lg:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_76px_72px_28px] md:max-lg:[grid-template-areas:'select_reference_status_baseName_behindSince_checkedAt_menu']",
    "lg:max-xl:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_84px_112px_72px_28px] lg:max-xl:[grid-template-areas:'select_reference_status_baseName_behindSince_sources_checkedAt_menu']",
    "xl:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_84px_112px_96px_112px_72px_28px] xl:[grid-template-areas:'select_reference_status_baseName_behindSince_platforms_owner_sources_checkedAt_menu']",
  ].join(' '),
  cells: {
    platforms: 'max-xl:hidden',
    owner: 'max-xl:hidden',
    sources: 'md:max-lg:hidden',
    checkedAt: 'max-md:hidden',
  },
  cardHeight: CARD_LINES_AND_ONE,
};

/** Images run: where they do counts for more than their platforms. */
const WITH_RUNNING: TableLayout = {
  without: new Set(),
  grid: [
    ROW,
    CARD,
    "max-md:[grid-template-areas:'select_reference_reference_menu''._baseName_baseName_menu''._status_behindSince_behindSince''._running_sources_sources']",
    "md:max-lg:grid-cols-[24px_minmax(0,2fr)_128px_minmax(0,1.3fr)_76px_minmax(0,1.4fr)_28px] md:max-lg:[grid-template-areas:'select_reference_status_baseName_behindSince_running_menu']",
    "lg:max-xl:grid-cols-[24px_minmax(0,2fr)_128px_minmax(0,1.4fr)_76px_minmax(0,1.7fr)_28px] lg:max-xl:[grid-template-areas:'select_reference_status_baseName_behindSince_running_menu']",
    "xl:max-2xl:grid-cols-[24px_minmax(0,2fr)_128px_minmax(0,1.4fr)_80px_minmax(0,1.6fr)_88px_104px_72px_28px] xl:max-2xl:[grid-template-areas:'select_reference_status_baseName_behindSince_running_owner_sources_checkedAt_menu']",
    "2xl:grid-cols-[24px_minmax(0,2fr)_128px_minmax(0,1.4fr)_84px_minmax(0,1.6fr)_112px_96px_112px_72px_28px] 2xl:[grid-template-areas:'select_reference_status_baseName_behindSince_running_platforms_owner_sources_checkedAt_menu']",
  ].join(' '),
  cells: {
    platforms: 'max-2xl:hidden',
    owner: 'max-xl:hidden',
    sources: 'md:max-xl:hidden max-md:max-w-32 max-md:justify-self-end',
    checkedAt: 'max-xl:hidden',
  },
  cardHeight: CARD_LINES_AND_ONE,
};

/** The layout for what sources say of the listed images: no column is empty for all of them. */
export function tableLayout({ images, running }: FleetSummaryView['mentioned']): TableLayout {
  if (images === 0) return PLAIN;
  return running === 0 ? WITH_SOURCES : WITH_RUNNING;
}
