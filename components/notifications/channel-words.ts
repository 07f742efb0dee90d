import type { ChannelView, DeliveryView } from '#lib/api/contract/channels.ts';

type Kind = ChannelView['kind'];
type Preset = NonNullable<ChannelView['preset']>;
type Change = ChannelView['changes'][number];
type Outcome = NonNullable<DeliveryView['outcome']>;

/** The kinds in the order they are offered. */
export const KIND_WORDS: Readonly<Record<Kind, { readonly name: string; readonly hint: string }>> = {
  webhook: { name: 'Webhook', hint: 'A request to a service or a pipeline, one for each change' },
  slack: {
    name: 'Slack message',
    hint: 'An incoming webhook of Slack or of what understands it, such as Mattermost',
  },
  email: { name: 'E-mail', hint: 'One message for what was found together' },
};

export const PRESET_WORDS: Readonly<Record<Preset, { readonly name: string; readonly hint: string }>> = {
  generic: { name: 'Signed CloudEvent', hint: 'Any receiver that checks the signature' },
  tekton: { name: 'Tekton EventListener', hint: 'Signed so that Tekton’s github interceptor can check it' },
  'github-dispatch': {
    name: 'GitHub repository_dispatch',
    hint: 'Starts workflows on: repository_dispatch of the type baseboard-stale and its like',
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
  stale: { name: 'Went stale', hint: 'Its base, or one further down, moved on' },
  broken: { name: 'Went broken', hint: 'The claim about its base is contradicted, or the base is gone' },
  fresh: { name: 'Fresh again', hint: 'After something of the others was told' },
  unknown: { name: 'Unknown', hint: 'It could not be checked for half an hour' },
};

/** What one attempt came to, as a sentence that says what to do. */
export const OUTCOME_SENTENCES: Readonly<Record<Outcome, string>> = {
  delivered: 'Delivered.',
  'partly-delivered': 'Delivered, but some recipients were refused: check their addresses.',
  refused: 'The receiver refused it: check the address and the token.',
  gone: 'The receiver says that this address is gone for good.',
  'rate-limited': 'The receiver asks to wait.',
  'server-error': 'The receiver is in trouble.',
  redirected: 'The receiver answered with a redirect, which is never followed: enter the final address.',
  timeout: 'The receiver did not answer in time.',
  'address-refused':
    'The address is not a public one. If it is meant, list its host under notifications.allowHosts in baseboard.yaml.',
  'name-not-resolved': 'The receiver’s name does not resolve.',
  'connection-refused': 'The receiver refused the connection.',
  'connection-lost': 'The connection broke off.',
  'tls-failed': 'The receiver’s TLS certificate or handshake is not valid.',
  'login-failed': 'The mail server refused the login: check smtp in baseboard.yaml.',
  'secret-unreadable':
    'The destination was sealed with another key. Set the BASEBOARD_SECRET_KEY of then, or enter the destination anew.',
  'smtp-not-configured': 'No mail server is set: add smtp to baseboard.yaml.',
  'process-ended': 'Sending it ended the Baseboard process twice. It is not sent again.',
};

const STATE_WORDS: Readonly<Record<DeliveryView['state'], string>> = {
  waiting: 'Waiting',
  sending: 'Sending',
  delivered: 'Delivered',
  failed: 'Failed',
  dropped: 'Dropped',
};

/** How a delivery stands, in a word: one that failed and waits is being tried again. */
export function deliveryWord({ state, attempts }: DeliveryView): string {
  return state === 'waiting' && attempts > 0 ? 'Trying again' : STATE_WORDS[state];
}

/** What a delivery tells: "Test", "3 images", or of an event its change. */
export function deliverySubject({ kind, images, change }: DeliveryView): string {
  if (kind === 'test') return 'Test';
  if (change !== null) return CHANGE_WORDS[change].name;
  return images === 1 ? '1 image' : `${images} images`;
}

/** Where a channel leads, as far as it may be shown. */
export function destinationWords({ kind, preset, destination }: ChannelView): string {
  const { host = '', repository, workflow, project, ref, recipients = [] } = destination;
  if (kind === 'email') return recipients.join(', ');
  if (repository !== undefined)
    return [repository, workflow, ref && `on ${ref}`, `at ${host}`].filter(Boolean).join(' ');
  if (project !== undefined) return `${project} on ${ref} at ${host}`;
  return preset === null || kind === 'slack' ? host : `${PRESET_WORDS[preset].name} to ${host}`;
}

/** "went stale, fresh again". */
export function changesWords(changes: readonly Change[]): string {
  const words = (Object.keys(CHANGE_WORDS) as Change[])
    .filter((change) => changes.includes(change))
    .map((change) => CHANGE_WORDS[change].name);
  const text = words.join(', ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "after 3 days", "after 5 hours"; empty where there is no cool-down. */
export function coolDownWords(hours: number): string {
  if (hours === 0) return '';
  const [count, unit] = hours % 24 === 0 ? [hours / 24, 'day'] : [hours, 'hour'];
  return `after ${count} ${unit}${count === 1 ? '' : 's'}`;
}
