import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FONT_FILES } from '#lib/reports/html/stylesheet.ts';

/**
 * A font for standalone documents, from the same package as the pages' fonts. Any origin may load it, because a document
 * in a sandboxed frame has an opaque origin.
 */
export async function fontResponse(name: string): Promise<Response> {
  const file = Object.entries(FONT_FILES).find(([known]) => known === name)?.[1];
  if (file === undefined) return new Response(null, { status: 404 });
  const bytes = await readFile(fileURLToPath(import.meta.resolve(file)));
  return new Response(bytes, {
    headers: {
      'content-type': 'font/woff2',
      'cache-control': 'public, max-age=86400',
      'access-control-allow-origin': '*',
    },
  });
}
