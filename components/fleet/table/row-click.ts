/** What a press on a row was, and what it hit. */
export interface RowPress {
  readonly button: number;
  readonly isModified: boolean;
  /** Whether it hit a link, a button or another control, which acts by itself. */
  readonly onControl: boolean;
  /** Whether it ended the selection of text. */
  readonly selectsText: boolean;
}

/** What a press on a row does: open the image here, in a new tab, or nothing. */
export function rowPress({ button, isModified, onControl, selectsText }: RowPress): 'open' | 'tab' | null {
  if (onControl || isModified || selectsText) return null;
  return button === 0 ? 'open' : button === 1 ? 'tab' : null;
}
