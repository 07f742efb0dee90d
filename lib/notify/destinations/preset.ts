import type { CloudEvent } from '../events/change-event.ts';
import type { ChatMessage } from './chat/chat-message.ts';

/** A POST request as a value. */
export interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a field of a destination may contain, and the message if it does not match. */
interface FieldFormat {
  readonly pattern: RegExp;
  readonly message: string;
  /** Characters. */
  readonly maxLength: number;
}

/** One field of a preset's destination: what the form shows, what the API accepts and what may be shown again. */
export interface DestinationField {
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  /** Over both columns of the form. */
  readonly wide?: true;
  /** `url`: an http:// or https:// URL; its host is shown again, the rest is secret. */
  readonly format: 'url' | FieldFormat;
  /** Shown again in the API and on pages. Everything else is kept sealed. */
  readonly public?: true;
  /** Entered like a password. */
  readonly password?: true;
  /** Used if the field is left out. */
  readonly default?: string;
  /** A signing key: Baseboard creates one if the field is left out, and keeps it when the channel changes. */
  readonly generated?: true;
}

export type DestinationFields = Readonly<Record<string, DestinationField>>;

/** Signs a request that is sent now. */
export interface Signer {
  /** The headers of Standard Webhooks. */
  standardWebhooks(key: string, id: string, body: string): Record<string, string>;
  /** GitHub's `X-Hub-Signature-256`. */
  hub(key: string, body: string): string;
}

/** What every format of webhook requests has. */
interface CommonPreset<F extends DestinationFields> {
  readonly name: string;
  /** One sentence without its full stop. */
  readonly hint: string;
  /** True if every message starts a pipeline, the test included. */
  readonly startsPipeline: boolean;
  /** In the order of the form. Exactly one has the format `url`. */
  readonly fields: F;
  /** Where messages go, in words, from what may be shown: `host` and the public fields. */
  readonly target: (shown: Readonly<Partial<Record<'host' | keyof F, string>>>) => string;
}

/** A format for programs: one request for each change. Everything about it is in its entry of the table. */
export interface EventPreset<F extends DestinationFields> extends CommonPreset<F> {
  readonly request: (
    to: Readonly<Record<keyof F, string>>,
    event: CloudEvent,
    signer: Signer,
  ) => OutgoingRequest;
}

/** A format for people: one message for the changes that are found together. */
export interface ChatPreset<F extends DestinationFields> extends CommonPreset<F> {
  readonly chat: (to: Readonly<Record<keyof F, string>>, message: ChatMessage) => OutgoingRequest;
}

/** A format of webhook requests. */
export type Preset<F extends DestinationFields> = EventPreset<F> | ChatPreset<F>;

/** Checks an entry: the functions see exactly the fields that it declares. */
export function definePreset<const F extends DestinationFields>(preset: EventPreset<F>): EventPreset<F> {
  return preset;
}

/** Checks an entry for people, which never starts a pipeline. */
export function defineChatPreset<const F extends DestinationFields>(
  preset: Omit<ChatPreset<F>, 'startsPipeline'>,
): ChatPreset<F> {
  return { ...preset, startsPipeline: false };
}
