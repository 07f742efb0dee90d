/** The request header in which proxy.ts tells pages their own path and query. */
export const PATH_HEADER = 'x-baseboard-path';
