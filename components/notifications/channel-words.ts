import type { ChannelView, DeliveryView } from '#lib/api/contract/channels.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

type Kind = ChannelView['kind'];
type Preset = NonNullable<ChannelView['preset']>;
type Change = ChannelView['changes'][number];
type Outcome = NonNullable<DeliveryView['outcome']>;

/** The kinds in the order they are offered. */
export const KIND_WORDS: Readonly<Record<Kind, { readonly name: string; readonly hint: string }>> = {
  webhook: { name: 'Webhook', hint: 'One request per change, to a service or a pipeline' },
  slack: {
    name: 'Slack message',
    hint: 'An incoming webhook of Slack, or of a compatible service such as Mattermost',
  },
  email: { name: 'Email', hint: 'One message for changes found together' },
};

export const PRESET_WORDS: Readonly<Record<Preset, { readonly name: string; readonly hint: string }>> = {
  generic: { name: 'Signed CloudEvent', hint: 'For any receiver that verifies the signature' },
  tekton: { name: 'Tekton EventListener', hint: 'Signed so that Tekton’s GitHub interceptor can verify it' },
  'github-dispatch': {
    name: 'GitHub repository_dispatch',
    hint: 'Starts workflows on repository_dispatch, with types such as baseboard-stale',
  },
  'github-workflow': {
    name: 'GitHub workflow_dispatch',
    hint: 'Starts one workflow, which must declare the inputs change, image and event',
  },
  'gitlab-pipeline': {
    name: 'GitLab pipeline trigger',
    hint: 'Starts a pipeline with the variables BASEBOARD_CHANGE, BASEBOARD_IMAGE and BASEBOARD_EVENT',
  },
};

/** The changes in the order they are offered. */
export const CHANGE_WORDS: Readonly<Record<Change, { readonly name: string; readonly hint: string }>> = {
  stale: { name: 'Went stale', hint: 'Its base, or a base further down, has moved' },
  broken: { name: 'Broke', hint: 'The layers contradict the claim about its base, or the base is gone' },
  fresh: { name: 'Up to date again', hint: 'After one of the other changes was reported' },
  unknown: { name: 'Unknown', hint: 'It could not be checked for half an hour' },
};

/** The outcome of a delivery attempt, and what to do. */
export const OUTCOME_SENTENCES: Readonly<Record<Outcome, string>> = {
  delivered: 'Delivered',
  'partly-delivered': 'Delivered, but the mail server refused some recipients: check their addresses.',
  refused: 'The receiver refused the message: check the address and the token.',
  gone: 'The receiver says that this address no longer exists.',
  'rate-limited': 'The receiver’s rate limit is used up.',
  'server-error': 'The receiver answered with a server error.',
  redirected:
    'The receiver answered with a redirect, which Baseboard does not follow: enter the final address.',
  timeout: 'The receiver did not answer in time.',
  'address-refused':
    'The address is not public. To allow it, list its host under notifications.allowHosts in baseboard.yaml.',
  'name-not-resolved': 'The receiver’s host was not found (DNS).',
  'connection-refused': 'The receiver refused the connection.',
  'connection-lost': 'The connection was lost.',
  'tls-failed': 'The receiver’s TLS certificate or handshake is not valid.',
  'login-failed': 'The mail server refused the login: check smtp in baseboard.yaml.',
  'secret-unreadable':
    'The destination was encrypted with another key. Set the old BASEBOARD_SECRET_KEY, or enter the destination again.',
  'smtp-not-configured': 'No mail server is configured: add smtp to baseboard.yaml.',
  'process-ended': 'The Baseboard process ended twice while sending it. It is not sent again.',
};

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

/** The destination of a channel, without its secrets. */
export function destinationWords({ kind, preset, destination }: ChannelView): string {
  const { host = '', repository, workflow, project, ref, recipients = [] } = destination;
  if (kind === 'email') return recipients.join(', ');
  if (repository !== undefined)
    return [repository, workflow, ref && `on ${ref}`, `at ${host}`].filter(Boolean).join(' ');
  if (project !== undefined) return `${project} on ${ref} at ${host}`;
  return preset === null || kind === 'slack' ? host : `${PRESET_WORDS[preset].name} to ${host}`;
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

/** What came of a test: the outcome, with the status code if there is one: "Delivered (204)". */
export function testOutcomeWords({ outcome, statusCode }: DeliveryView): string | undefined {
  if (outcome === null) return undefined;
  if (outcome === 'server-error' && statusCode !== null) return `The receiver answered ${statusCode}`;
  return `${OUTCOME_SENTENCES[outcome]}${statusCode === null ? '' : ` (${statusCode})`}`;
}
