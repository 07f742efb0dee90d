import { openApiDocument } from '#lib/api/contract/openapi/document.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async () => json(openApiDocument()));
