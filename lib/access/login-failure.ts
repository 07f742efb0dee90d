/**
 * Why a login with the provider let nobody in, as the login page explains it. `expired`: started too long ago or in
 * another browser; `denied`: the provider refused; `no-role`: they have no role here; `ended`: their session is over;
 * `failed`: anything else.
 */
export const LOGIN_FAILURE = ['expired', 'denied', 'failed', 'no-role', 'ended'] as const;
export type LoginFailure = (typeof LOGIN_FAILURE)[number];
