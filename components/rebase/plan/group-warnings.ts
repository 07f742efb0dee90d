import type { PlanWarningView } from '#lib/api/contract/rebases.ts';

/** A warning with all the platforms that it is about; none if it is about the whole image. */
export interface GroupedWarning extends Omit<PlanWarningView, 'platform'> {
  readonly platforms: readonly string[];
  /** What to call the hazard; null if its sentence says it all. */
  readonly title: string | null;
}

const TITLES: Partial<Readonly<Record<PlanWarningView['kind'], string>>> = {
  'runs-as-root': 'Runs as root',
  'user-changed': 'User changed',
  'path-shortened': 'PATH shortened',
  'entrypoint-changed': 'Entrypoint changed',
  'cmd-changed': 'Cmd changed',
  'working-dir-changed': 'Working directory changed',
  'stop-signal-changed': 'Stop signal changed',
};

/** The same warning of several platforms once, in the order of their first. */
export function groupWarnings(warnings: readonly PlanWarningView[]): GroupedWarning[] {
  const groups = Map.groupBy(warnings, ({ platform: _, ...warning }) => JSON.stringify(warning));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { platform: _, ...warning } = first;
    const platforms = [...new Set(group.flatMap(({ platform }) => platform ?? []))];
    return [{ ...warning, platforms, title: TITLES[first.kind] ?? null }];
  });
}
