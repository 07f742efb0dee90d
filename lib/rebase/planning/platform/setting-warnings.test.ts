import { describe, expect, it } from 'vitest';
import { settingWarnings } from './setting-warnings.ts';

const warned = (path: string, before: string | null, after: string | null, platform = 'linux/amd64') =>
  settingWarnings(platform, [{ path: `config.${path}`, before, after }]);

describe('a setting that may break an image', () => {
  it.each([
    ['User', 'app', null, 'runs-as-root'],
    ['User', '1000:1000', '0:0', 'runs-as-root'],
    ['User', 'app', 'root:root', 'runs-as-root'],
    ['User', 'app', 'web', 'user-changed'],
    ['User', null, 'app', 'user-changed'],
    ['Env.PATH', '/opt/bin:/bin', '/bin', 'path-shortened'],
    ['Env.PATH', '/bin', null, 'path-shortened'],
    ['Entrypoint', '["/init"]', null, 'entrypoint-changed'],
    ['Cmd', '["sh"]', '["bash"]', 'cmd-changed'],
    ['WorkingDir', '/srv', null, 'working-dir-changed'],
    ['StopSignal', 'SIGTERM', 'SIGQUIT', 'stop-signal-changed'],
    ['Shell', null, '["bash","-c"]', 'config-drift'],
    ['Healthcheck', '{"Test":["NONE"]}', null, 'config-drift'],
  ])('%s from %s to %s is %s, with both values', (path, before, after, kind) => {
    expect(warned(path, before, after)).toMatchObject([
      { kind, platform: 'linux/amd64', setting: { before, after } },
    ]);
  });

  it.each([
    ['User', null, 'root'],
    ['User', '0', 'root:root'],
    ['Env.PATH', '/bin', '/usr/bin:/bin'],
    ['Env.PATH', '/usr/bin:/bin', '/bin:/usr/bin'],
    ['Env.PATH', null, '/bin'],
    ['Env.LANG', 'C', null],
    ['Labels.version', '1', '2'],
  ])('%s from %s to %s is none', (path, before, after) => {
    expect(warned(path, before, after)).toEqual([]);
  });

  it('names the lost entries of a path, by the platform’s separator', () => {
    expect(warned('Env.PATH', '/opt/java/bin:/bin:/go/bin', '/bin')[0]?.detail).toContain(
      'loses `/opt/java/bin`, `/go/bin`.',
    );
    expect(warned('Env.Path', 'C:\\Windows;C:\\app', 'C:\\Windows', 'windows/amd64')[0]?.detail).toContain(
      'loses `C:\\app`.',
    );
  });

  it('puts the loss of a user first', () => {
    const change = (path: string) => ({ path: `config.${path}`, before: 'a', after: null });
    const warnings = settingWarnings('linux/amd64', [change('Cmd'), change('StopSignal'), change('User')]);
    expect(warnings.map(({ kind }) => kind)).toEqual(['runs-as-root', 'cmd-changed', 'stop-signal-changed']);
  });
});
