import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';

export const IMAGE_TABS = ['platforms', 'evidence', 'history', 'dependents'] as const;

/** Which tab and which platform of an image are shown, held by the URL. */
export function useImageView() {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(IMAGE_TABS).withDefault('platforms'));
  const [platform, setPlatform] = useQueryState('platform', parseAsString);
  return { tab, setTab, platform, setPlatform };
}
