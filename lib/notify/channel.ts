/** Ways a change can be told. */
export const CHANNEL_KIND = ['webhook', 'slack', 'email'] as const;
export type ChannelKind = (typeof CHANNEL_KIND)[number];

/** What shapes a webhook's request. */
export const PRESET = [
  /** A CloudEvent, signed as Standard Webhooks has it. */
  'generic',
  /** The same for a Tekton EventListener, signed as its `github` interceptor checks it, too. */
  'tekton',
  /** GitHub's `repository_dispatch`. */
  'github-dispatch',
  /** GitHub's `workflow_dispatch`. */
  'github-workflow',
  /** GitLab's pipeline trigger. */
  'gitlab-pipeline',
] as const;
export type Preset = (typeof PRESET)[number];

/** What became of an image, as a channel tells it. */
export const CHANGE = ['stale', 'broken', 'unknown', 'fresh'] as const;
export type Change = (typeof CHANGE)[number];

/** What became of a delivery. */
export const DELIVERY_STATE = ['waiting', 'sending', 'delivered', 'failed', 'dropped'] as const;
export type DeliveryState = (typeof DELIVERY_STATE)[number];

/** One change, many in one message, or what the test button sends. */
export const DELIVERY_KIND = ['event', 'digest', 'test'] as const;
export type DeliveryKind = (typeof DELIVERY_KIND)[number];

/** How one attempt ended, in one word: all that is kept of an answer beside its status code. */
export const OUTCOME = [
  'delivered',
  /** Some of the recipients were refused. */
  'partly-delivered',
  /** 4xx, or a mail server's 5xx. */
  'refused',
  /** 410: the receiver says that it is gone for good. */
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
  /** The secrets were sealed with another key than the one that is set. */
  'secret-unreadable',
  'smtp-not-configured',
  /** Sending it ended the process twice. */
  'process-ended',
] as const;
export type OutcomeWord = (typeof OUTCOME)[number];

/** Where a channel leads, secrets included. Sealed as it is; shown as {@link shownOf} has it. */
export type Destination =
  | {
      readonly kind: 'webhook';
      readonly preset: 'generic' | 'tekton';
      readonly url: string;
      readonly signingKey: string;
    }
  | {
      readonly kind: 'webhook';
      readonly preset: 'github-dispatch';
      readonly apiUrl: string;
      /** `owner/name` */
      readonly repository: string;
      readonly token: string;
    }
  | {
      readonly kind: 'webhook';
      readonly preset: 'github-workflow';
      readonly apiUrl: string;
      readonly repository: string;
      /** The workflow's file name or id. */
      readonly workflow: string;
      readonly ref: string;
      readonly token: string;
    }
  | {
      readonly kind: 'webhook';
      readonly preset: 'gitlab-pipeline';
      readonly url: string;
      /** Id or path, `group/name`. */
      readonly project: string;
      readonly ref: string;
      readonly token: string;
    }
  | { readonly kind: 'slack'; readonly url: string }
  | { readonly kind: 'email'; readonly recipients: readonly string[] };

/** What may be shown of a destination for ever: of a URL its host alone. */
export interface Shown {
  readonly host?: string;
  readonly repository?: string;
  readonly workflow?: string;
  readonly project?: string;
  readonly ref?: string;
  readonly recipients?: readonly string[];
}

/** The part of a destination that is no secret. */
export function shownOf(destination: Destination): Shown {
  if (destination.kind === 'email') return { recipients: destination.recipients };
  const host = new URL(urlOf(destination)).host;
  if (destination.kind === 'slack') return { host };
  switch (destination.preset) {
    case 'generic':
    case 'tekton':
      return { host };
    case 'github-dispatch':
      return { host, repository: destination.repository };
    case 'github-workflow':
      return {
        host,
        repository: destination.repository,
        workflow: destination.workflow,
        ref: destination.ref,
      };
    case 'gitlab-pipeline':
      return { host, project: destination.project, ref: destination.ref };
  }
}

/** The URL that decides which host is asked. */
export function urlOf(destination: Exclude<Destination, { kind: 'email' }>): string {
  return 'apiUrl' in destination ? destination.apiUrl : destination.url;
}
