import type { ChannelView, DeliveryView } from '#lib/api/contract/channels.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import type { Preset } from '#lib/notify/destinations/preset.ts';
import { PRESETS } from '#lib/notify/destinations/presets.ts';

type Kind = ChannelView['kind'];
type Change = ChannelView['changes'][number];
type Outcome = NonNullable<DeliveryView['outcome']>;

/** The kinds of channels, in the order of the form. */
export const KIND_WORDS: Readonly<Record<Kind, { readonly name: string; readonly hint: string }>> = {
  webhook: { name: 'Webhook', hint: 'One request per change, to a service or a pipeline' },
  slack: {
    name: 'Slack message',
    hint: 'An incoming webhook of Slack, or of a compatible service such as Mattermost',
  },
  email: { name: 'Email', hint: 'One message for changes found together' },
};

/** The changes, in the order of the form. */
export const CHANGE_WORDS: Readonly<Record<Change, { readonly name: string; readonly hint: string }>> = {
  stale: { name: 'Went stale', hint: 'Its base, or a base further down, has moved' },
  broken: { name: 'Broke', hint: 'The layers contradict the claim about its base, or the base is gone' },
  fresh: { name: 'Up to date again', hint: 'After one of the other changes was reported' },
  unknown: { name: 'Unknown', hint: 'It could not be checked for half an hour' },
};

/** How an attempt ended, and what to do about it. */
const OUTCOME_WORDS: Readonly<Record<Outcome, { readonly said: string; readonly todo?: string }>> = {
  delivered: { said: 'Delivered' },
  'partly-delivered': {
    said: 'Delivered, but some recipients were refused',
    todo: 'Check their addresses.',
  },
  refused: { said: 'The receiver refused the message', todo: 'Check the URL and the token.' },
  gone: { said: 'The receiver answered that this URL is gone' },
  'rate-limited': { said: 'The receiver limits the rate of requests' },
  'server-error': { said: 'The receiver failed' },
  redirected: {
    said: 'The receiver answered with a redirect, which Baseboard does not follow',
    todo: 'Enter the final URL.',
  },
  timeout: { said: 'The receiver did not answer in time' },
  'address-refused': {
    said: 'The receiver’s address is not public',
    todo: 'To allow it, add its host to notifications.allowHosts in baseboard.yaml.',
  },
  'name-not-resolved': { said: 'The receiver’s host was not found (DNS)' },
  'connection-refused': { said: 'The receiver refused the connection' },
  'connection-lost': { said: 'The connection to the receiver was lost' },
  'tls-failed': { said: 'The TLS handshake failed, or the receiver’s certificate is not valid' },
  'login-failed': { said: 'The mail server refused the login', todo: 'Check smtp in baseboard.yaml.' },
  'secret-unreadable': {
    said: 'The destination could not be decrypted',
    todo: 'Set the earlier BASEBOARD_SECRET_KEY again, or enter the destination again.',
  },
  'channel-off': { said: 'The channel is disabled or paused', todo: 'Enable it, or choose another one.' },
  'report-failed': { said: 'The report could not be made', todo: 'Check its filter, and the server’s log.' },
  'smtp-not-configured': { said: 'No mail server is configured', todo: 'Add smtp to baseboard.yaml.' },
  'process-ended': { said: 'The Baseboard process ended twice while sending it. It is not sent again' },
};

/** Outcomes that the status code alone describes. */
const ANSWERED: ReadonlySet<Outcome> = new Set(['server-error', 'rate-limited']);

/** How an attempt ended: "Delivered (204)", "The receiver answered 500", "… refused the message (401). Check …." */
export function outcomeText(outcome: Outcome, statusCode: number | null): string {
  const { said, todo } = OUTCOME_WORDS[outcome];
  const head =
    statusCode === null
      ? said
      : ANSWERED.has(outcome)
        ? `The receiver answered ${statusCode}`
        : `${said} (${statusCode})`;
  return todo === undefined ? head : `${head}. ${todo}`;
}

const STATE_WORDS: Readonly<Record<DeliveryView['state'], string>> = {
  waiting: 'Waiting',
  sending: 'Sending',
  delivered: 'Delivered',
  failed: 'Failed',
  dropped: 'Dropped',
};

/** The state of a delivery; one that waits after a failure is being retried. */
export function deliveryWord({ state, attempts }: DeliveryView): string {
  return state === 'waiting' && attempts > 0 ? 'Retrying' : STATE_WORDS[state];
}

/** What a delivery is about: "Test", "3 images", or the change of an event. */
export function deliverySubject({ kind, images, change }: DeliveryView): string {
  if (kind === 'test') return 'Test';
  if (change !== null) return CHANGE_WORDS[change].name;
  return counted(images, 'image');
}

/** Where a channel sends, as far as it may be shown. */
export function destinationWords({ kind, preset, destination }: ChannelView): string {
  const { recipients, host, ...fields } = destination;
  if (kind === 'email' && recipients !== undefined) return recipients.join(', ');
  if (host === undefined) return 'Unknown destination';
  if (preset === null) return host;
  // A channel shows the public fields of its own preset: the compiler cannot follow that through the table.
  const { target } = PRESETS[preset] as unknown as Preset<Record<string, never>>;
  return target({ host, ...definedOf(fields) });
}

function definedOf(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** "Went stale, up to date again". */
export function changesWords(changes: readonly Change[]): string {
  const words = (Object.keys(CHANGE_WORDS) as Change[])
    .filter((change) => changes.includes(change))
    .map((change) => CHANGE_WORDS[change].name);
  const text = words.join(', ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "after 3 days", "after 5 hours"; empty without a cool-down. */
export function coolDownWords(hours: number): string {
  if (hours === 0) return '';
  const [count, unit] = hours % 24 === 0 ? [hours / 24, 'day'] : [hours, 'hour'];
  return `after ${count} ${unit}${count === 1 ? '' : 's'}`;
}
