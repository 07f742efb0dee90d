import { describe, expect, it } from 'vitest';
import { basedOn, lineageOf, World } from '../testing.ts';

/** An index for two platforms; the base moved for arm64 alone. */
function world(): World {
  const made = new World();
  const platforms = ['linux/amd64', 'linux/arm64'];
  const old = made.index(
    'base:1',
    platforms.map((platform) => ({ platform, layers: [`os ${platform}`] })),
  );
  made.index(
    'app:1',
    platforms.map((platform) => ({
      ...{ platform, layers: [`os ${platform}`, 'app'] },
      annotations: basedOn('base:1', old),
    })),
  );
  made.index('base:1', [
    { platform: 'linux/amd64', layers: ['os linux/amd64'] },
    { platform: 'linux/arm64', layers: ['os moved'] },
  ]);
  made.image('single:1', { layers: ['os linux/amd64'], annotations: basedOn('scratch') });
  return made;
}

describe('platforms that are wanted', () => {
  it.each<[string, string[] | undefined, string]>([
    ['app:1', undefined, 'stale'],
    ['app:1', ['linux/amd64'], 'up-to-date'],
    ['app:1', ['linux/arm64'], 'stale'],
    ['app:1', ['linux/amd64', 'linux/arm64'], 'stale'],
    ['app:1', ['linux/amd64', 'linux/s390x'], 'unknown'],
    ['app:1', ['linux/s390x'], 'unknown'],
    ['single:1', ['linux/amd64'], 'root'],
    ['single:1', ['linux/arm64'], 'unknown'],
    ['single:1', ['linux/amd64', 'linux/arm64'], 'unknown'],
  ])('%s for %j is %s', (reference, platforms, status) => {
    const lineage = lineageOf(world(), reference, { platforms });
    expect(lineage.status).toBe(status);
    const listed = lineage.links[0]?.platforms.map(({ platform }) => platform) ?? [];
    expect(listed.every((platform) => platforms?.includes(platform) ?? true)).toBe(true);
  });

  it('are reported as missing if they do not exist', () => {
    const { links, summary } = lineageOf(world(), 'app:1', { platforms: ['linux/s390x'] });
    expect(links[0]?.base).toBeNull();
    expect(summary).toContain('The image is not available for linux/s390x.');
  });
});
