/** The tabs of the activity page, as its URL has them; the first is open by default. */
export const ACTIVITY_TABS = ['rebases', 'changes', 'cascades', 'snoozes', 'record'] as const;

export const ACTIVITY_TAB_WORDS = {
  rebases: 'Rebases',
  changes: 'Changes',
  cascades: 'Cascades',
  snoozes: 'Snoozes',
  record: 'Audit log',
} as const;

/** The name of a tab in the URL; of the first one for any other text. */
export function tabWords(text: string): string {
  return ACTIVITY_TAB_WORDS[ACTIVITY_TABS.find((tab) => tab === text) ?? ACTIVITY_TABS[0]];
}
