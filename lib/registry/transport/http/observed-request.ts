import type { RegistryOperation } from '../../errors.ts';
import type { RequestKind, RequestMethod } from '../request/request.ts';

/** An HTTP request that was sent, reported when its response's head arrived or it failed. */
export interface ObservedRequest {
  /** The registry that the request was made for, also if it went to a token server or a redirect's target. */
  readonly host: string;
  readonly operation: RegistryOperation;
  readonly kind: RequestKind;
  readonly method: RequestMethod;
  /** HTTP status; `undefined` if no response came. */
  readonly status: number | undefined;
  /** Milliseconds until the head arrived or the request failed. */
  readonly ms: number;
}

/** Called for every HTTP request. */
export type Observe = (request: ObservedRequest) => void;
