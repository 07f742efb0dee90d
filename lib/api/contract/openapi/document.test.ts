import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { openApiDocument } from './document.ts';

const APP = join(import.meta.dirname, '..', '..', '..', '..', 'app');
const API = join(APP, 'api', 'v1');
const isRoute = (file: string) => file.endsWith('route.ts');

it('is a valid OpenAPI 3.1 document', async () => {
  const result = await new Validator().validate(structuredClone(openApiDocument()) as never);
  expect(result).toMatchObject({ valid: true });
});

it('describes exactly the paths that are served', () => {
  const served = readdirSync(API, { recursive: true, encoding: 'utf8' })
    .filter((file) => isRoute(file) && !file.includes('[...path]'))
    .map(
      (file) =>
        `/api/v1/${file
          .replace(/\/route\.ts$/, '')
          .replaceAll('[', '{')
          .replaceAll(']', '}')}`,
    )
    .filter((path) => path !== '/api/v1/openapi.json');
  const described = Object.keys(openApiDocument().paths ?? {});
  expect(served.sort()).toEqual(described.filter((path) => path.startsWith('/api/v1/')).sort());
  // Outside the API: links for other people, whose last part also names a format.
  for (const path of described.filter((each) => !each.startsWith('/api/v1/'))) {
    const folder = join(APP, path.split('/')[1] ?? '');
    expect([path, readdirSync(folder, { recursive: true, encoding: 'utf8' }).some(isRoute)]).toEqual([
      path,
      true,
    ]);
  }
});
