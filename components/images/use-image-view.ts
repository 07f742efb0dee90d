import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';

export const IMAGE_TABS = ['platforms', 'evidence', 'history', 'dependents', 'places'] as const;

/** The tab and the platform of the image page, in the URL. */
export function useImageView() {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(IMAGE_TABS).withDefault('platforms'));
  const [platform, setPlatform] = useQueryState('platform', parseAsString);
  return { tab, setTab, platform, setPlatform };
}
