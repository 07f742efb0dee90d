import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { openApiDocument } from './openapi.ts';

const API = join(import.meta.dirname, '..', '..', '..', 'app', 'api', 'v1');

it('is a valid OpenAPI 3.1 document', async () => {
  const result = await new Validator().validate(structuredClone(openApiDocument()) as never);
  expect(result).toMatchObject({ valid: true });
});

it('describes every path that is served, and no other', () => {
  const served = readdirSync(API, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts') && !file.includes('[...path]'))
    .map(
      (file) =>
        `/api/v1/${file
          .replace(/\/route\.ts$/, '')
          .replaceAll('[', '{')
          .replaceAll(']', '}')}`,
    )
    .filter((path) => path !== '/api/v1/openapi.json');
  expect(served.sort()).toEqual(Object.keys(openApiDocument().paths ?? {}).sort());
});
