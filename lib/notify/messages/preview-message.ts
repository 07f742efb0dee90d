import type { WebhookDestination } from '../destinations/destination.ts';
import { fieldsOf } from '../destinations/destination.ts';
import type { PresetName } from '../destinations/presets.ts';
import type { Message } from './message.ts';
import { slackRequest, webhookRequest } from './webhook-requests.ts';
import { newSigningKey } from './webhook-signature.ts';

/** What a receiver would get: an e-mail's subject and text, or the body of a request. */
export interface MessagePreview {
  readonly form: 'mail' | 'json';
  /** Of an e-mail. */
  readonly subject: string | null;
  readonly text: string;
}

/** A kind of receiver, without its address and secrets. */
export interface Receiver {
  readonly kind: 'webhook' | 'slack' | 'email';
  readonly preset: PresetName | null;
}

/** Stands for whatever a preview must not show or does not know. */
const HIDDEN = '…';

/** A message as a receiver of this kind would get it; nothing is sent, and no secret is read. */
export function previewMessage({ kind, preset }: Receiver, message: Message, at: Date): MessagePreview {
  if (kind === 'email') return { form: 'mail', subject: message.mail.subject, text: message.mail.text };
  const request =
    kind === 'webhook' && preset !== null
      ? webhookRequest(placeholder(preset), message, at)
      : slackRequest({ url: '' }, message.slackText);
  return { form: 'json', subject: null, text: JSON.stringify(JSON.parse(request.body), null, 2) };
}

/** A destination of a preset in which every value is hidden. */
function placeholder(preset: PresetName): WebhookDestination {
  const fields = Object.entries(fieldsOf(preset)).map(([name, field]) => [
    name,
    field.generated === true ? newSigningKey() : HIDDEN,
  ]);
  return { kind: 'webhook', preset, ...Object.fromEntries(fields) } as WebhookDestination;
}
