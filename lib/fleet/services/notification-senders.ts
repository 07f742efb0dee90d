import type { NotificationSettings, SmtpSettings } from '#lib/config/sections/notification-settings.ts';
import { createSecretBox, type SecretBox } from '#lib/notify/secret-box.ts';
import type { ConnectorDeps } from '#lib/registry/transport/http/guarded-connector.ts';
import { createMailer, type Mailer } from './mailer.ts';
import { createOutbound, type Outbound } from './webhook-client.ts';

/** What notifications need besides the fleet. */
export interface Notifications {
  /** `undefined` if no key is configured: then no secret can be stored. */
  readonly secrets: SecretBox | undefined;
  /** The address at which people reach this service; `undefined` if it is not configured. */
  readonly link: string | undefined;
  readonly outbound: Outbound;
  /** `undefined` if no mail server is configured. */
  readonly mailer: Mailer | undefined;
  /** In [0, 1), for the jitter of retries. */
  readonly random: () => number;
  close(): Promise<void>;
}

/** Composes them from the configuration; `secretKey` as `readSecretKey` returns it. */
export function createNotifications(
  settings: {
    readonly notifications: NotificationSettings;
    readonly smtp: SmtpSettings | undefined;
    readonly secretKey: string | undefined;
    readonly publicUrl: string | undefined;
  },
  deps: ConnectorDeps & { readonly deadlineMs?: number } = {},
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
    async close() {
      mailer?.close();
      await outbound.close();
    },
  };
}
