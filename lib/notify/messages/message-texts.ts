import { CHANGE, type Change } from '../channel.ts';
import { type ChangeNotification, imageLink } from '../events/change-event.ts';

/** A message to people, as mail has it. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** Images that a message names; the rest is counted. */
const MOST_NAMED = 20;

const ONE: Readonly<Record<Change, string>> = {
  stale: 'went stale',
  broken: 'is broken',
  unknown: 'can no longer be checked',
  fresh: 'is fresh again',
};
const MANY: Readonly<Record<Change, string>> = {
  stale: 'went stale',
  broken: 'are broken',
  unknown: 'can no longer be checked',
  fresh: 'are fresh again',
};

/** After an outage: the status is known again, which need not be a change. */
const BACK: Readonly<Record<Change, string>> = {
  stale: 'can be checked again: stale',
  broken: 'can be checked again: broken',
  unknown: 'can no longer be checked',
  fresh: 'can be checked again: fresh',
};

function isBack({ change, before }: ChangeNotification): boolean {
  return before === 'unknown' && change !== 'unknown';
}

/** What became of an image, after its name. */
function becameWords(notification: ChangeNotification): string {
  return (isBack(notification) ? BACK : ONE)[notification.change];
}

/** The same of several images at once. */
function groupWords(change: Change, count: number, back: boolean): string {
  const images = `${count} image${count === 1 ? '' : 's'}`;
  return `${images} ${(back ? BACK : count === 1 ? ONE : MANY)[change]}`;
}

/** "3 images went stale, 1 image is fresh again"; of one image its name instead. Worst first. */
export function headline(notifications: readonly ChangeNotification[]): string {
  const [only] = notifications;
  if (notifications.length === 1 && only) return `${only.image.reference} ${becameWords(only)}`;
  return inOrder(notifications)
    .flatMap(([change, each]) => {
      const back = each.filter(isBack).length;
      return [
        ...(each.length > back ? [groupWords(change, each.length - back, false)] : []),
        ...(back > 0 ? [groupWords(change, back, true)] : []),
      ];
    })
    .join(', ');
}

/** The text of a Slack-compatible message: only its own links are links. Names stand in backticks. */
export function slackText(notifications: readonly ChangeNotification[], link: string | undefined): string {
  const named = notifications.slice(0, MOST_NAMED);
  const lines = [`*${escapeSlack(headline(notifications))}*`];
  for (const [, each] of inOrder(named)) {
    for (const notification of each) {
      const { image, summary } = notification;
      const name =
        link === undefined
          ? `\`${escapeSlack(image.reference)}\``
          : `<${imageLink(link, image.id)}|${escapeSlack(image.reference)}>`;
      lines.push(`• ${name} ${becameWords(notification)}. ${escapeSlack(summary)}`);
    }
  }
  if (notifications.length > named.length) {
    const rest = `and ${notifications.length - named.length} more`;
    lines.push(link === undefined ? rest : `<${link}/|${rest}>`);
  }
  return lines.join('\n');
}

/** Breaks markup invisibly. */
const NOTHING = '\u200b';

/**
 * Text from images and registries for a Slack-compatible receiver, on one line. Slack reads `&`, `<` and `>` (Slack,
 * "Escaping text"). Mattermost, Rocket.Chat and Discord take the same messages and also read mentions (`@here`),
 * Markdown links and pictures (`[a](b)`, `![a](b)`, `[a][b]`) and bare addresses, and not all of them know a backslash.
 */
export function escapeSlack(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?!sha(?:256|512):[0-9a-f])/g, `@${NOTHING}`)
    .replace(/!(?=\[)|](?=[([:])|:(?=\/\/)|(?<=\bwww|\bmailto|\bxmpp)[.:]/gi, `$&${NOTHING}`);
}

/** The message as plain text: a line for each image, its sentence below it. */
export function mailOf(notifications: readonly ChangeNotification[], link: string | undefined): Mail {
  const named = notifications.slice(0, MOST_NAMED);
  const blocks = inOrder(named).flatMap(([, each]) =>
    each.map((notification) =>
      [
        `${oneLine(notification.image.reference)} ${becameWords(notification)}`,
        `  ${oneLine(notification.summary).replaceAll('`', '')}`,
        ...(link === undefined ? [] : [`  ${imageLink(link, notification.image.id)}`]),
      ].join('\n'),
    ),
  );
  const rest = notifications.length - named.length;
  if (rest > 0) blocks.push(`… and ${rest} more${link === undefined ? '.' : `: ${link}/`}`);
  return { subject: `Baseboard: ${oneLine(headline(notifications))}`, text: `${blocks.join('\n\n')}\n` };
}

/** What the test button sends to people. */
export function testText(channelName: string): string {
  return `A test of the channel “${oneLine(channelName)}”: messages of Baseboard arrive here.`;
}

/** By change, in the order of {@link CHANGE} with what is broken first; changes of none are left out. */
function inOrder(notifications: readonly ChangeNotification[]): [Change, ChangeNotification[]][] {
  const order: readonly Change[] = ['broken', ...CHANGE.filter((change) => change !== 'broken')];
  return order.flatMap((change): [Change, ChangeNotification[]][] => {
    const each = notifications.filter((notification) => notification.change === change);
    return each.length === 0 ? [] : [[change, each]];
  });
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
