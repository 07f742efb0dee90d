import type { WebhookDestination } from '../destinations/destination.ts';
import type { OutgoingRequest, Preset, Signer } from '../destinations/preset.ts';
import { PRESETS } from '../destinations/presets.ts';
import type { Message } from './message.ts';
import { hubSignature, signatureHeaders } from './webhook-signature.ts';

/** The request that carries a message, in the format of the webhook's preset. `at` is when it is sent. */
export function webhookRequest(
  webhook: WebhookDestination,
  { event, chat }: Pick<Message, 'event' | 'chat'>,
  at: Date,
): OutgoingRequest {
  const signer: Signer = {
    standardWebhooks: (key, id, body) => signatureHeaders(key, id, at, body),
    hub: hubSignature,
  };
  // A webhook holds the fields of its own preset: the compiler cannot follow that through the table.
  const preset = PRESETS[webhook.preset] as unknown as Preset<Record<string, never>>;
  return 'chat' in preset ? preset.chat(webhook, chat) : preset.request(webhook, event, signer);
}

/** The request of a Slack-compatible incoming webhook. */
export function slackRequest({ url }: { readonly url: string }, text: string): OutgoingRequest {
  return { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) };
}
