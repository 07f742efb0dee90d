import { openApiDocument } from '#lib/api/contract/openapi.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route(async () => json(openApiDocument()));
