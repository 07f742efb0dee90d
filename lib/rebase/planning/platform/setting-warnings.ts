import type { ConfigChange } from '../../merged-changes.ts';
import type { PlanWarning, WarningKind } from '../../rebase.ts';

interface Hazard {
  readonly kind: WarningKind;
  readonly detail: string;
}

type Judge = (before: string | null, after: string | null, platform: string) => Hazard | undefined;

/** Settings whose change may break an image, worst first, by their path in the config. */
const SETTINGS: readonly (readonly [path: RegExp, judge: Judge])[] = [
  [/^config\.User$/, ofUser],
  [
    /^config\.Entrypoint$/,
    changed(
      'entrypoint-changed',
      'Entrypoint',
      'Another program starts in the container, or the program expects other things of the base.',
    ),
  ],
  [
    /^config\.Cmd$/,
    changed('cmd-changed', 'Cmd', 'Another program starts in the container, or with other arguments.'),
  ],
  // Windows writes `Path`, and names there have no case.
  [/^config\.Env\.path$/i, ofPath],
  [
    /^config\.WorkingDir$/,
    changed('working-dir-changed', 'WorkingDir', 'Relative paths lead to other places.'),
  ],
  [
    /^config\.StopSignal$/,
    changed('stop-signal-changed', 'StopSignal', 'The process may not stop as it should.'),
  ],
  [
    /^config\.Shell$/,
    changed('config-drift', 'Shell', 'Builds based on this image run their commands with another shell.'),
  ],
  [
    /^config\.Healthcheck$/,
    changed('config-drift', 'Healthcheck', 'The container may be reported as unhealthy.'),
  ],
];

/** Warns of settings that the image takes over from the new base and that may break it, each with both values. */
export function settingWarnings(platform: string, changes: readonly ConfigChange[]): PlanWarning[] {
  return SETTINGS.flatMap(([wanted, judge]) =>
    changes.flatMap(({ path, before, after }): PlanWarning[] => {
      const hazard = wanted.test(path) ? judge(before, after, platform) : undefined;
      return hazard === undefined ? [] : [{ ...hazard, platform, setting: { before, after } }];
    }),
  );
}

function changed(kind: WarningKind, name: string, meaning: string): Judge {
  return (_, after) => ({
    kind,
    detail: `${name} is ${after === null ? 'lost' : 'changed'}: the image takes the new base’s. ${meaning}`,
  });
}

function ofUser(before: string | null, after: string | null): Hazard | undefined {
  const [was, is] = [isRoot(before), isRoot(after)];
  if (was && is) return undefined;
  if (is) {
    const detail =
      'The image will run as root: it had another user, and takes the new base’s. Processes get rights that they did not have.';
    return { kind: 'runs-as-root', detail };
  }
  return {
    kind: 'user-changed',
    detail:
      'The user is changed: the image takes the new base’s. Files that the other user owns may not be readable or writable.',
  };
}

/** Docker and the OCI spec read no user as root; `user:group` has the user first. */
function isRoot(user: string | null): boolean {
  return ['', '0', 'root'].includes((user ?? '').split(':')[0] ?? '');
}

function ofPath(before: string | null, after: string | null, platform: string): Hazard | undefined {
  const separator = platform.startsWith('windows/') ? ';' : ':';
  const kept = new Set((after ?? '').split(separator));
  const lost = (before ?? '').split(separator).filter((entry) => entry !== '' && !kept.has(entry));
  if (lost.length === 0) return undefined;
  const detail = `PATH loses ${lost.map((entry) => `\`${entry}\``).join(', ')}. Programs there are no longer found by their name.`;
  return { kind: 'path-shortened', detail };
}
