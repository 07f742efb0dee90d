import type { ReactNode } from 'react';
import type { Rankable } from './rank-commands.ts';

/** Something the palette offers: a page at `href`, or an action. */
export interface Command extends Rankable {
  readonly group: string;
  /** True if `words` is a reference. */
  readonly isReference?: boolean;
  readonly aside?: ReactNode;
  readonly href?: string;
  readonly act?: () => void;
}
