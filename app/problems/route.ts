import { problemsPage } from '#lib/api/present/problem-page.ts';
import { htmlResponse } from '#lib/api/server/http/document-response.ts';
import { route } from '#lib/api/server/routes/route.ts';

export const GET = route(async () => htmlResponse(problemsPage()), 'anyone');
