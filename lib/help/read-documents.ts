import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HelpDocument } from './help-document.ts';
import { parseDocument } from './parse-document.ts';

/** Reads the documents of a folder: its Markdown files, without those of folders below. */
export function readDocuments(folder: string): readonly HelpDocument[] {
  const slugs = new Set(
    readdirSync(folder).flatMap((name) => (name.endsWith('.md') ? [name.slice(0, -'.md'.length)] : [])),
  );
  return [...slugs]
    .sort()
    .map((slug) => parseDocument(slug, readFileSync(join(folder, `${slug}.md`), 'utf8'), slugs));
}
