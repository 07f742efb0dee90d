import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Journey } from './rebase-and-compare.ts';

/** An image: what crane does of itself, and told both bases, and what the service does. */
export interface Row {
  readonly title: string;
  readonly crane: Journey['crane'];
  readonly ours: string;
}

/** The table in Markdown. */
export function table(rows: readonly Row[]): string {
  return [
    '| Image | `crane rebase` | `crane rebase`, told both bases | Baseboard |',
    '|---|---|---|---|',
    ...rows.map(
      ({ title, crane, ours }) =>
        `| ${[title, crane.alone ?? 'not asked', crane.told ?? 'not asked', ours].join(' | ')} |`,
    ),
  ].join('\n');
}

/** Writes the table as a page of the documentation. */
export async function writePage(text: string): Promise<void> {
  const page = [
    '# Beside `crane rebase`',
    '',
    'Written by `BASEBOARD_WRITE_DOCS=1 npx vitest run e2e/real/rebase/rebase-service.test.ts`: images made by real builders in one',
    'real registry (Distribution), rebased once their base had moved. crane 0.22 is asked as it is used, and again with',
    '`--old_base` and `--new_base`, which it needs where an image has no annotations; Baseboard finds the base itself. Each',
    'result is pulled by skopeo, unpacked by umoci, which holds each layer against its diff ID, and run by runc: the app prints',
    'the version of the library in its base, and `library 2` is that of the new one. What else is told is worse than before.',
    '',
    text,
    '',
  ];
  await writeFile(join(import.meta.dirname, '../../../docs/beside-crane.md'), page.join('\n'));
}
