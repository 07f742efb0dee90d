/**
 * Why a login with the provider let nobody in, as the login page explains it. `expired`: started too long ago or in
 * another browser; `denied`: the provider refused; `no-role`: they have no role here; `failed`: anything else.
 */
export const LOGIN_FAILURE = ['expired', 'denied', 'failed', 'no-role'] as const;
export type LoginFailure = (typeof LOGIN_FAILURE)[number];
