import { type Destination, shownOf, urlOf } from '#lib/notify/channel.ts';
import { newSigningKey } from '#lib/notify/messages/webhook-signature.ts';
import { SealedError } from '#lib/notify/secret-box.ts';
import type { StoredChannel } from '#lib/store/notifications/notification-state.ts';
import type { Notifications } from '../services/notification-senders.ts';
import { ChannelRefusedError } from './errors.ts';

type Signing = Extract<Destination, { signingKey: string }>;
type AskedSigning = Omit<Signing, 'signingKey'> & { readonly signingKey?: string | undefined };

/** A destination as it is asked for: a signing key that is left out is made, or stays. */
export type AskedDestination = Exclude<Destination, Signing> | AskedSigning;

/** A destination as it is kept, and the signing key where one was made, to be shown once. */
export interface KeptDestination extends Pick<StoredChannel, 'preset' | 'shown' | 'sealed'> {
  readonly kind: Destination['kind'];
  readonly signingKey: string | null;
}

/**
 * Checks a destination and seals it for a channel. `signingKey` is what stays where the request names none; a new
 * one is made where that is `undefined`, too. Throws {@link ChannelRefusedError}; nothing has been sent then.
 */
export function keepDestination(
  notifications: Notifications,
  channelId: string,
  asked: AskedDestination,
  signingKey?: string,
): KeptDestination {
  if (asked.kind === 'email') {
    if (notifications.mailer === undefined) {
      throw new ChannelRefusedError(
        'invalid-destination',
        'No mail server is set: add smtp with its host and a from address to baseboard.yaml.',
        'destination.kind',
      );
    }
    return { kind: asked.kind, preset: null, shown: shownOf(asked), sealed: null, signingKey: null };
  }
  refuseHost(notifications, asked);
  const { destination, made } = withKey(asked, signingKey);
  const { secrets } = notifications;
  if (secrets === undefined) throw noKey();
  return {
    kind: destination.kind,
    preset: destination.kind === 'webhook' ? destination.preset : null,
    shown: shownOf(destination),
    sealed: secrets.seal(JSON.stringify(destination), channelId),
    signingKey: made,
  };
}

/** The destination of a channel. Throws `SealedError` where it cannot be opened. */
export function openDestination({ secrets }: Notifications, channel: StoredChannel): Destination {
  if (channel.sealed === null) return { kind: 'email', recipients: channel.shown.recipients ?? [] };
  if (secrets === undefined) throw new SealedError(noKey().message);
  return JSON.parse(secrets.open(channel.sealed, channel.id)) as Destination;
}

function refuseHost({ outbound }: Notifications, asked: Exclude<AskedDestination, { kind: 'email' }>): void {
  const field = 'apiUrl' in asked ? 'destination.apiUrl' : 'destination.url';
  const url = URL.parse(urlOf(asked as Exclude<Destination, { kind: 'email' }>));
  if (url === null) throw new ChannelRefusedError('invalid-destination', 'It is not a URL.', field);
  const refused = outbound.refuse(url);
  if (refused === undefined) return;
  throw new ChannelRefusedError(
    'invalid-destination',
    `${url.host} may not be asked: ${refused}. If it is meant to be, list ${url.host} under notifications.allowHosts in baseboard.yaml.`,
    field,
  );
}

/** True for destinations whose requests are signed. */
export function signs(asked: AskedDestination): asked is AskedSigning {
  return asked.kind === 'webhook' && (asked.preset === 'generic' || asked.preset === 'tekton');
}

function withKey(
  asked: Exclude<AskedDestination, { kind: 'email' }>,
  kept: string | undefined,
): { destination: Exclude<Destination, { kind: 'email' }>; made: string | null } {
  if (!signs(asked)) return { destination: asked, made: null };
  const known = asked.signingKey ?? kept;
  const signingKey = known ?? newSigningKey();
  return { destination: { ...asked, signingKey }, made: known === undefined ? signingKey : null };
}

function noKey(): ChannelRefusedError {
  return new ChannelRefusedError(
    'no-secret-key',
    'With a database of yours, secrets are kept only under a key of yours: set BASEBOARD_SECRET_KEY (for example: openssl rand -hex 32) for every process, and start again.',
  );
}
