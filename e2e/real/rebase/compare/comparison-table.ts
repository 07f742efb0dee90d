import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RoundResult } from './rebase-and-compare.ts';

/** An image: what crane does by itself and with both bases given, and what the service does. */
export interface Row {
  readonly title: string;
  readonly crane: RoundResult['crane'];
  readonly ours: string;
}

/** The table in Markdown. */
export function table(rows: readonly Row[]): string {
  return [
    '| Image | `crane rebase` | `crane rebase`, both bases given | Baseboard |',
    '|---|---|---|---|',
    ...rows.map(
      ({ title, crane, ours }) =>
        `| ${[title, crane.alone ?? 'not run', crane.given ?? 'not run', ours].join(' | ')} |`,
    ),
  ].join('\n');
}

/** Writes the table as a page of the documentation. */
export async function writePage(text: string): Promise<void> {
  const page = [
    '# Beside `crane rebase`',
    '',
    'Written by `BASEBOARD_WRITE_DOCS=1 npx vitest run e2e/real/rebase/rebase-service.test.ts`: images made by real builders in one',
    'real registry (Distribution), rebased after their base moved. crane 0.22 runs as it is usually run, and again with',
    '`--old_base` and `--new_base`, which it needs where an image has no annotations; Baseboard finds the base itself. Each',
    'result is pulled by skopeo, unpacked by umoci, which checks each layer against its diff ID, and run by runc: the app prints',
    'the version of the library in its base, and `library 2` is that of the new one. Anything else listed is worse than before.',
    '',
    text,
    '',
  ];
  await writeFile(join(import.meta.dirname, '../../../../docs/beside-crane.md'), page.join('\n'));
}
