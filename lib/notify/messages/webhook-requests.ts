import type { Destination } from '../channel.ts';
import type { CloudEvent } from './change-event.ts';
import { hubSignature, signatureHeaders } from './webhook-signature.ts';

/** A POST as a value; nothing left to decide. */
export interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Webhook = Extract<Destination, { kind: 'webhook' }>;

const GITHUB = {
  accept: 'application/vnd.github+json',
  'content-type': 'application/json',
  'x-github-api-version': '2022-11-28',
};

/** The request that tells an event, shaped by the preset. `at` is when it is sent. */
export function webhookRequest(webhook: Webhook, event: CloudEvent, at: Date): OutgoingRequest {
  switch (webhook.preset) {
    case 'generic':
      return signed(webhook, event, at, 'application/cloudevents+json');
    case 'tekton':
      return tekton(webhook, event, at);
    case 'github-dispatch':
      // docs.github.com, "Create a repository dispatch event": at most ten properties, the event is one of them.
      return {
        url: `${trimmed(webhook.apiUrl)}/repos/${webhook.repository}/dispatches`,
        headers: { ...GITHUB, authorization: `Bearer ${webhook.token}` },
        body: JSON.stringify({
          event_type: `baseboard-${wordOf(event)}`,
          client_payload: { change: wordOf(event), image: event.subject ?? '', event },
        }),
      };
    case 'github-workflow':
      // "Create a workflow dispatch event": inputs are texts, and each must be declared in the workflow.
      return {
        url: `${trimmed(webhook.apiUrl)}/repos/${webhook.repository}/actions/workflows/${encodeURIComponent(webhook.workflow)}/dispatches`,
        headers: { ...GITHUB, authorization: `Bearer ${webhook.token}` },
        body: JSON.stringify({
          ref: webhook.ref,
          inputs: { change: wordOf(event), image: event.subject ?? '', event: JSON.stringify(event) },
        }),
      };
    case 'gitlab-pipeline':
      // docs.gitlab.com, "Trigger a pipeline with a token".
      return {
        url: `${trimmed(webhook.url)}/api/v4/projects/${encodeURIComponent(webhook.project)}/trigger/pipeline`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          token: webhook.token,
          ref: webhook.ref,
          variables: {
            BASEBOARD_CHANGE: wordOf(event),
            BASEBOARD_IMAGE: event.subject ?? '',
            BASEBOARD_EVENT: JSON.stringify(event),
          },
        }),
      };
  }
}

/** The request of a Slack-compatible incoming webhook. */
export function slackRequest({ url }: { readonly url: string }, text: string): OutgoingRequest {
  return { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) };
}

function signed(
  { url, signingKey }: Extract<Webhook, { signingKey: string }>,
  event: CloudEvent,
  at: Date,
  type: string,
): OutgoingRequest {
  const body = JSON.stringify(event);
  return {
    url,
    headers: { 'content-type': type, ...signatureHeaders(signingKey, event.id, at, body) },
    body,
  };
}

/** Tekton's `github` interceptor checks the hub signature and filters by the event's name. */
function tekton(
  webhook: Extract<Webhook, { signingKey: string }>,
  event: CloudEvent,
  at: Date,
): OutgoingRequest {
  const request = signed(webhook, event, at, 'application/json');
  return {
    ...request,
    headers: {
      ...request.headers,
      'x-github-event': event.type,
      'x-hub-signature-256': hubSignature(webhook.signingKey, request.body),
    },
  };
}

/** `stale`, `broken`, `unknown`, `fresh` or `test`. */
function wordOf({ type }: CloudEvent): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}
