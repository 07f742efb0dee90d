/** What a plan does: swap the base's layers, or only write the annotations that name the base. */
export const PLAN_KIND = ['rebase', 'annotate'] as const;
export type PlanKind = (typeof PLAN_KIND)[number];

/** What moved a tag, as the audit log names it. */
export const AUDIT_ACTION = [...PLAN_KIND, 'roll-back'] as const;
export type AuditAction = (typeof AUDIT_ACTION)[number];

/** What a document that a plan puts is. */
export const DOCUMENT_KIND = ['config', 'manifest', 'index'] as const;
export type DocumentKind = (typeof DOCUMENT_KIND)[number];

/** What a step of an execution does. */
export const STEP_KIND = ['mount', 'copy', ...DOCUMENT_KIND, 'recheck', 'tag', 'verify'] as const;
export type StepKind = (typeof STEP_KIND)[number];

export const STEP_STATE = ['pending', 'running', 'done', 'skipped', 'failed'] as const;
export type StepState = (typeof STEP_STATE)[number];

/** States of a rebase, and whether it leaves them by itself no more. */
const REBASE_STATES = {
  queued: { over: false },
  running: { over: false },
  succeeded: { over: true },
  failed: { over: true },
  conflict: { over: true },
  'rolled-back': { over: true },
  'no-op': { over: true },
} as const satisfies Readonly<Record<string, { readonly over: boolean }>>;

export type RebaseState = keyof typeof REBASE_STATES;
export const REBASE_STATE = Object.keys(REBASE_STATES) as readonly RebaseState[];

/** States of a rebase that is not over: at most one rebase of a tag is in one of them. */
export const OPEN_REBASE_STATE: readonly RebaseState[] = REBASE_STATE.filter((state) => !isOver(state));

/** True if a rebase in this state does nothing more by itself. */
export function isOver(state: RebaseState): boolean {
  return REBASE_STATES[state].over;
}

/** What a cascade does: rebase images, or roll back what another cascade did. */
export const CASCADE_KIND = ['rebase', 'rollback'] as const;
export type CascadeKind = (typeof CASCADE_KIND)[number];

/** States of a cascade. */
export const CASCADE_STATE = ['planned', 'running', 'paused', 'stopped', 'succeeded', 'failed'] as const;
export type CascadeState = (typeof CASCADE_STATE)[number];

/** What a person can do with a cascade: start what was shown, pause it, resume it, stop it. */
export const CASCADE_ACTION = ['start', 'pause', 'resume', 'stop'] as const;
export type CascadeAction = (typeof CASCADE_ACTION)[number];

/**
 * States of one image of a cascade, in the order in which counts name them. `over`: nothing more happens to it.
 * `counted` follows a number: "12 done".
 */
export const CASCADE_ITEM_STATES = {
  succeeded: { over: true, counted: 'done' },
  running: { over: false, counted: 'running' },
  waiting: { over: false, counted: 'waiting' },
  planned: { over: false, counted: 'planned' },
  'no-op': { over: true, counted: 'already up to date' },
  refused: { over: true, counted: 'refused' },
  failed: { over: true, counted: 'failed' },
  conflict: { over: true, counted: 'in conflict' },
  skipped: { over: true, counted: 'skipped' },
} as const satisfies Readonly<Record<string, { readonly over: boolean; readonly counted: string }>>;

export type CascadeItemState = keyof typeof CASCADE_ITEM_STATES;
/** True if nothing more happens to an image of a cascade in this state. */
export function isOverItem(state: CascadeItemState): boolean {
  return CASCADE_ITEM_STATES[state].over;
}
export const CASCADE_ITEM_STATE = Object.keys(CASCADE_ITEM_STATES) as readonly CascadeItemState[];
