import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { HOOK_KIND, HOOK_KINDS } from '#lib/hooks/hook-kind.ts';
import { hookRecipe, PLACEHOLDER } from './hook-recipes.ts';

const document = readFileSync('docs/hooks.md', 'utf8');

it.each(HOOK_KIND)('docs/hooks.md has the recipe of %s', (kind) => {
  const { how, paste } = hookRecipe(kind, PLACEHOLDER);
  expect(document).toContain(`### ${HOOK_KINDS[kind].label}\n\n${how}\n`);
  if (paste !== undefined) expect(document).toContain(`\n${paste}\n`);
});
