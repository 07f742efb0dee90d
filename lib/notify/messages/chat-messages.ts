import type { ChatMessage } from '../destinations/chat/chat-message.ts';
import { type ChangeNotification, imageLink } from '../events/change-event.ts';
import { becameWords, headline, inOrder, MOST_NAMED } from './message-texts.ts';

/** The message about one change or more, for people; broken images first. */
export function changesChat(
  notifications: readonly ChangeNotification[],
  link: string | undefined,
): ChatMessage {
  const ordered = inOrder(notifications).flatMap(([, each]) => each);
  return {
    title: headline(notifications),
    paragraphs: [],
    entries: ordered.slice(0, MOST_NAMED).map((notification) => ({
      reference: notification.image.reference,
      link: link === undefined ? undefined : imageLink(link, notification.image.id),
      became: becameWords(notification),
      summary: notification.summary,
    })),
    more: Math.max(0, ordered.length - MOST_NAMED),
    link: link === undefined ? undefined : `${link}/`,
    urgent: notifications.some(({ change }) => change === 'broken'),
  };
}

/** The message of the test button, for people. */
export function testChat(text: string, link: string | undefined): ChatMessage {
  return {
    title: 'Baseboard: test message',
    paragraphs: [text],
    entries: [],
    more: 0,
    link: link === undefined ? undefined : `${link}/`,
    urgent: false,
  };
}
