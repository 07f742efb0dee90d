import type { ChatMessage } from '../destinations/chat/chat-message.ts';
import {
  type ChangeNotification,
  type CloudEvent,
  changeEvent,
  type Origin,
  reportEvent,
  testEvent,
} from '../events/change-event.ts';
import { changesChat, testChat } from './chat-messages.ts';
import { mailOfChat, slackOfChat } from './chat-texts.ts';
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

/** What a scheduled report says: for people, and as the data of an event. */
export interface ReportSummary {
  readonly chat: ChatMessage;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The message about a report that was made on schedule. */
export function reportMessage(id: string, at: Date, { chat, data }: ReportSummary, origin: Origin): Message {
  return {
    id,
    event: reportEvent(id, at, data, origin),
    slackText: slackOfChat(chat),
    chat,
    mail: mailOfChat(chat),
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
