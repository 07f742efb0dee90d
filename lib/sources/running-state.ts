/** What a new container would get, compared with what runs. `unknown` if that cannot be told. */
export const RUNNING_STATE = ['same', 'outdated', 'cannot-pull', 'unknown'] as const;
export type RunningState = (typeof RUNNING_STATE)[number];
