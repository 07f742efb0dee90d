import { plainSentence } from '#lib/lineage/words/sentence.ts';
import { CHANGE, type Change } from '../channel.ts';
import { type ChangeNotification, imageLink } from '../events/change-event.ts';

/** An e-mail message. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** A message names this many images and counts the rest. */
export const MOST_NAMED = 20;

const ONE: Readonly<Record<Change, string>> = {
  stale: 'went stale',
  broken: 'is broken',
  unknown: 'can no longer be checked',
  fresh: 'is up to date again',
};
const MANY: Readonly<Record<Change, string>> = {
  stale: 'went stale',
  broken: 'are broken',
  unknown: 'can no longer be checked',
  fresh: 'are up to date again',
};

/** After an outage: the status is known again, which need not be a change. */
const BACK: Readonly<Record<Change, string>> = {
  stale: 'can be checked again: stale',
  broken: 'can be checked again: broken',
  unknown: 'can no longer be checked',
  fresh: 'can be checked again: up to date',
};

function isBack({ change, before }: ChangeNotification): boolean {
  return before === 'unknown' && change !== 'unknown';
}

/** The predicate of one image: "went stale". */
export function becameWords(notification: ChangeNotification): string {
  return (isBack(notification) ? BACK : ONE)[notification.change];
}

/** The clause of several images: "3 images went stale". */
function groupWords(change: Change, count: number, back: boolean): string {
  const images = `${count} image${count === 1 ? '' : 's'}`;
  return `${images} ${(back ? BACK : count === 1 ? ONE : MANY)[change]}`;
}

/** "3 images went stale, 1 image is up to date again", worst first. A single image is named. */
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

/** The text of a Slack-compatible message. Only its own links are links; names without one stand in backticks. */
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

/** An invisible character that breaks markup. */
const NOTHING = '\u200b';

/**
 * Escapes text from images and registries for a Slack-compatible receiver, on one line. Slack interprets `&`, `<` and
 * `>` (Slack, "Escaping text"). Mattermost, Rocket.Chat and Discord accept the same messages and also interpret mentions
 * (`@here`), Markdown links and pictures (`[a](b)`, `![a](b)`, `[a][b]`) and bare URLs; not all know backslashes.
 */
export function escapeSlack(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?!sha(?:256|512):[0-9a-f])/g, `@${NOTHING}`)
    .replace(/!(?=\[)|](?=[([:])|:(?=\/\/)|(?<=\bwww|\bmailto|\bxmpp)[.:]/gi, `$&${NOTHING}`);
}

/** The e-mail in plain text: a line for each image, with its summary below. */
export function mailOf(notifications: readonly ChangeNotification[], link: string | undefined): Mail {
  const named = notifications.slice(0, MOST_NAMED);
  const blocks = inOrder(named).flatMap(([, each]) =>
    each.map((notification) =>
      [
        `${oneLine(notification.image.reference)} ${becameWords(notification)}`,
        `  ${plainSentence(oneLine(notification.summary))}`,
        ...(link === undefined ? [] : [`  ${imageLink(link, notification.image.id)}`]),
      ].join('\n'),
    ),
  );
  const rest = notifications.length - named.length;
  if (rest > 0) blocks.push(`… and ${rest} more${link === undefined ? '.' : `: ${link}/`}`);
  return { subject: `Baseboard: ${oneLine(headline(notifications))}`, text: `${blocks.join('\n\n')}\n` };
}

/** The text of a test message. */
export function testText(channelName: string): string {
  return `This is a test of the channel “${oneLine(channelName)}”. Baseboard sends its notifications here.`;
}

/** Groups by change, broken first and then in the order of {@link CHANGE}. */
export function inOrder(notifications: readonly ChangeNotification[]): [Change, ChangeNotification[]][] {
  const order: readonly Change[] = ['broken', ...CHANGE.filter((change) => change !== 'broken')];
  return order.flatMap((change): [Change, ChangeNotification[]][] => {
    const each = notifications.filter((notification) => notification.change === change);
    return each.length === 0 ? [] : [[change, each]];
  });
}

/** Text without line breaks and other control characters. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
