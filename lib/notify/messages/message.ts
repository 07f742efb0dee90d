import type { ChatMessage } from '../destinations/chat/chat-message.ts';
import {
  type ChangeNotification,
  type CloudEvent,
  changeEvent,
  type Origin,
  testEvent,
} from '../events/change-event.ts';
import { changesChat, testChat } from './chat-messages.ts';
import { escapeSlack, type Mail, mailOf, slackText, testText } from './message-texts.ts';

/** A message in the form of each channel kind. */
export interface Message {
  /** Of a mail: the same for every attempt. */
  readonly id: string;
  /** What webhooks send. */
  readonly event: CloudEvent;
  readonly slackText: string;
  /** What presets for people send. */
  readonly chat: ChatMessage;
  readonly mail: Mail;
}

/** A notification and the id of its event. */
export interface IdentifiedNotification {
  readonly id: string;
  readonly content: ChangeNotification;
}

/** The message about one change or more. Webhooks send one event for each change, so they send the first. */
export function changesMessage(
  id: string,
  notifications: readonly [IdentifiedNotification, ...IdentifiedNotification[]],
  origin: Origin,
): Message {
  const [first] = notifications;
  const contents = notifications.map(({ content }) => content);
  return {
    id,
    event: changeEvent(first.id, first.content, origin),
    slackText: slackText(contents, origin.link),
    chat: changesChat(contents, origin.link),
    mail: mailOf(contents, origin.link),
  };
}

/** The message of the test button. */
export function testMessage(id: string, at: Date, origin: Origin): Message {
  const text = testText(origin.channel.name);
  return {
    id,
    event: testEvent(id, at, origin),
    slackText: escapeSlack(text),
    chat: testChat(text, origin.link),
    mail: { subject: 'Baseboard: test message', text: `${text}\n` },
  };
}
