import type { NotificationSettings, SmtpSettings } from '#lib/config/sections/notification-settings.ts';
import type { ChannelKind, OutcomeWord } from '#lib/notify/channel.ts';
import type { PresetName } from '#lib/notify/destinations/presets.ts';
import { createSecretBox, type SecretBox } from '#lib/notify/secret-box.ts';
import type { ConnectorDeps } from '#lib/registry/transport/http/guarded-connector.ts';
import { createMailer, type Mailer } from './mailer.ts';
import { createOutbound, type Outbound } from './webhook-client.ts';

/** Counts an attempt to deliver. */
export type ObserveDelivery = (kind: PresetName | ChannelKind, outcome: OutcomeWord) => void;

/** What notifications need beside the database. */
export interface Notifications {
  /** `undefined` where no key is configured: secrets cannot be stored. */
  readonly secrets: SecretBox | undefined;
  /** The public URL of this service; `undefined` where none is configured. */
  readonly link: string | undefined;
  readonly outbound: Outbound;
  /** `undefined` where no mail server is configured. */
  readonly mailer: Mailer | undefined;
  /** In [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** Counts an attempt to deliver, by the kind of receiver (a preset, `slack`, `email`) and its outcome. */
  readonly observe: ObserveDelivery;
  close(): Promise<void>;
}

/** Creates them from the configuration; `secretKey` is the result of `readSecretKey`. */
export function createNotifications(
  settings: {
    readonly notifications: NotificationSettings;
    readonly smtp: SmtpSettings | undefined;
    readonly secretKey: string | undefined;
    readonly publicUrl: string | undefined;
  },
  deps: ConnectorDeps & { readonly deadlineMs?: number; readonly observe?: ObserveDelivery } = {},
): Notifications {
  const { notifications, smtp, secretKey, publicUrl } = settings;
  const outbound = createOutbound(notifications.allowHosts, deps);
  const mailer = smtp === undefined ? undefined : createMailer(smtp);
  return {
    secrets: secretKey === undefined ? undefined : createSecretBox(secretKey),
    link: publicUrl,
    outbound,
    mailer,
    random: Math.random,
    observe: deps.observe ?? (() => {}),
    async close() {
      mailer?.close();
      await outbound.close();
    },
  };
}
