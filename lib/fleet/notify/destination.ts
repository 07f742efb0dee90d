import {
  type Destination,
  isSigned,
  publicPart,
  type RequestedDestination,
  urlFieldOf,
  urlOf,
  type WebhookDestination,
} from '#lib/notify/destinations/destination.ts';
import { formatDestination, parseDestination } from '#lib/notify/destinations/stored-destination.ts';
import { newSigningKey } from '#lib/notify/messages/webhook-signature.ts';
import { SealedError } from '#lib/notify/secret-box.ts';
import type { NewChannel, StoredChannel } from '#lib/store/notifications/channels.ts';
import type { Notifications } from '../services/notification-senders.ts';
import { ChannelRefusedError } from './errors.ts';

/** A destination as it is stored, and the signing key if one was created, to be shown once. */
export interface SealedDestination extends Pick<NewChannel, 'preset' | 'destination' | 'sealedDestination'> {
  readonly kind: Destination['kind'];
  readonly signingKey: string | null;
}

/**
 * Checks a destination and seals it for a channel. `signingKey` is used where the request names none; without either, a
 * new key is created. Sends nothing. Throws {@link ChannelRefusedError}.
 */
export function sealDestination(
  notifications: Notifications,
  channelId: string,
  requested: RequestedDestination,
  signingKey?: string,
): SealedDestination {
  if (requested.kind === 'email') {
    if (notifications.mailer === undefined) {
      throw new ChannelRefusedError(
        'invalid-destination',
        'No mail server is configured: add smtp with a host and a from address to baseboard.yaml.',
        'destination.kind',
      );
    }
    const { kind } = requested;
    return {
      kind,
      preset: null,
      destination: publicPart(requested),
      sealedDestination: null,
      signingKey: null,
    };
  }
  refuseHost(notifications, requested);
  const { destination, created } = withSigningKey(requested, signingKey);
  const { secrets } = notifications;
  if (secrets === undefined) throw noSecretKey();
  return {
    kind: destination.kind,
    preset: destination.kind === 'webhook' ? destination.preset : null,
    destination: publicPart(destination),
    sealedDestination: secrets.seal(formatDestination(destination), channelId),
    signingKey: created,
  };
}

/** Opens the destination of a channel. Throws `SealedError` where it cannot be read. */
export function openDestination({ secrets }: Notifications, channel: StoredChannel): Destination {
  if (channel.sealedDestination === null) {
    const { recipients } = channel.destination ?? {};
    if (recipients === undefined) throw unreadable();
    return { kind: 'email', recipients };
  }
  if (secrets === undefined) throw new SealedError(noSecretKey().message);
  const destination = parseDestination(secrets.open(channel.sealedDestination, channel.id));
  if (destination === undefined) throw unreadable();
  return destination;
}

/** The signing key of a destination; `undefined` where its requests are not signed. */
export function signingKeyOf(destination: Destination): string | undefined {
  return 'signingKey' in destination ? destination.signingKey : undefined;
}

function refuseHost(
  { outbound }: Notifications,
  requested: Exclude<RequestedDestination, { kind: 'email' }>,
): void {
  const field = `destination.${urlFieldOf(requested)}`;
  const url = URL.parse(urlOf(requested));
  if (url === null) throw new ChannelRefusedError('invalid-destination', 'This is not a URL.', field);
  const refused = outbound.refuse(url);
  if (refused === undefined) return;
  throw new ChannelRefusedError(
    'invalid-destination',
    `Requests to ${url.host} are not allowed: ${refused}. To allow them, add ${url.host} to notifications.allowHosts in baseboard.yaml.`,
    field,
  );
}

function withSigningKey(
  requested: Exclude<RequestedDestination, { kind: 'email' }>,
  keep: string | undefined,
): { destination: Exclude<Destination, { kind: 'email' }>; created: string | null } {
  if (requested.kind === 'slack') return { destination: requested, created: null };
  if (!isSigned(requested.preset)) return { destination: requested as WebhookDestination, created: null };
  const { signingKey: given } = requested as { readonly signingKey?: string | undefined };
  const known = given ?? keep;
  const signingKey = known ?? newSigningKey();
  return {
    destination: { ...requested, signingKey } as WebhookDestination,
    created: known === undefined ? signingKey : null,
  };
}

function noSecretKey(): ChannelRefusedError {
  return new ChannelRefusedError(
    'no-secret-key',
    'Secrets in your own database need your own key: set BASEBOARD_SECRET_KEY (for example with openssl rand -hex 32) for every process and restart.',
  );
}

function unreadable(): SealedError {
  return new SealedError('The stored destination cannot be read. Enter the destination again.');
}
