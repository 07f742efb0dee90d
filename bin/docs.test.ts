import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAnchors } from '#lib/help/anchors.ts';
import { ROOT } from './prepare.js';

const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** Paths of this repository in backticks: `lib/oci/digest.ts`, `lib/oci`. */
const MENTIONED = /`((?:lib|app|components|bin|e2e|bench)\/[\w.()[\]/-]+)`/g;
const LINKED = /\]\((?!https?:|mailto:|#)([^)\s#]+)(#[\w-]+)?\)/g;

describe.each(DOCUMENTS)('%s', (name) => {
  const text = readFileSync(join(ROOT, name), 'utf8');

  it('mentions only paths that exist', () => {
    const missing = [...text.matchAll(MENTIONED)]
      .map(([, path = '']) => path)
      .filter((path) => !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
  });

  it('links only to files and headings that exist', () => {
    const missing = [...text.matchAll(LINKED)].filter(([, path = '', anchor]) => {
      const file = join(ROOT, dirname(name), path);
      return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor.slice(1)));
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });
});

/** The anchors that GitHub gives to a document's headings. */
function anchorsOf(file: string): string[] {
  const anchorOf = createAnchors();
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}
