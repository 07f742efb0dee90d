import { hookRoute } from '#lib/api/server/routes/hook-response.ts';

export const POST = hookRoute;
