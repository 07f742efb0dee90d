/** The ways in which a channel can notify. */
export const CHANNEL_KIND = ['webhook', 'slack', 'email'] as const;
export type ChannelKind = (typeof CHANNEL_KIND)[number];

/** What a notification reports about an image. */
export const CHANGE = ['stale', 'broken', 'unknown', 'fresh'] as const;
export type Change = (typeof CHANGE)[number];

/** Where a delivery is in its life. */
export const DELIVERY_STATE = ['waiting', 'sending', 'delivered', 'failed', 'dropped'] as const;
export type DeliveryState = (typeof DELIVERY_STATE)[number];

/** One change, several changes in one message, or the message of the test button. */
export const DELIVERY_KIND = ['event', 'digest', 'test'] as const;
export type DeliveryKind = (typeof DELIVERY_KIND)[number];

/** How one attempt ended. Besides the status code, it is all that is kept of an answer. */
export const OUTCOME = [
  'delivered',
  /** Some of the recipients were refused. */
  'partly-delivered',
  /** 4xx, or a mail server's 5xx. */
  'refused',
  /** 410: the receiver is gone for good. */
  'gone',
  'rate-limited',
  /** 5xx, or a mail server's 4xx. */
  'server-error',
  /** 3xx: never followed. */
  'redirected',
  'timeout',
  'address-refused',
  'name-not-resolved',
  'connection-refused',
  'connection-lost',
  'tls-failed',
  'login-failed',
  /** The destination cannot be decrypted: it was sealed with another key. */
  'secret-unreadable',
  'smtp-not-configured',
  /** The channel of a scheduled report is disabled or paused. */
  'channel-off',
  /** A scheduled report could not be made. */
  'report-failed',
  /** The process ended while sending it, twice. */
  'process-ended',
] as const;
export type OutcomeWord = (typeof OUTCOME)[number];
