import { z } from 'zod';
import { isRegistryHost } from '#lib/oci/reference.ts';
import type { ReadFile } from '../config.ts';
import type { ConfigIssue } from '../config-error.ts';

/** Where notifications may be sent. */
export interface NotificationSettings {
  /** `host[:port]`, exactly. These may be private, and plain HTTP is allowed for them. */
  readonly allowHosts: readonly string[];
}

/** The mail server. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. Otherwise STARTTLS is required, unless `plainText`. */
  readonly secure: boolean;
  readonly plainText: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** `Name <address>` or an address. */
  readonly from: string;
}

const SUBMISSION_PORT = 587;
const SUBMISSIONS_PORT = 465;
const PLAIN_PORT = 25;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;

export const notificationsSchema = z.strictObject({
  allowHosts: z
    .array(z.string().refine(isRegistryHost, 'a host with an optional port, such as ci.internal:8443'))
    .default([]),
});

/** RFC 8314: implicit TLS or STARTTLS. Plain text only where it is configured, and never with a password. */
export const smtpSchema = z
  .strictObject({
    host: z.string().regex(/^[A-Za-z0-9.:[\]-]+$/, 'the mail server’s name or address, without a port'),
    port: z
      .int('a port, 1 to 65535')
      .min(1, 'a port, 1 to 65535')
      .max(65_535, 'a port, 1 to 65535')
      .optional(),
    secure: z.boolean().default(false),
    plainText: z.boolean().default(false),
    username: z.string().min(1).optional(),
    passwordFile: z.string().optional(),
    from: z
      .string()
      .regex(
        /^(?:[^<>\r\n"]{0,100}<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
        'an address, such as Baseboard <baseboard@example.com>',
      ),
  })
  .refine(({ secure, plainText }) => !(secure && plainText), {
    path: ['plainText'],
    message: 'either secure or plainText, not both',
  })
  .refine(({ username, passwordFile }) => (username === undefined) === (passwordFile === undefined), {
    path: ['passwordFile'],
    message: 'username and passwordFile together, or neither',
  })
  .refine(({ plainText, username, host }) => !plainText || username === undefined || LOOPBACK.test(host), {
    path: ['plainText'],
    message: 'no username beside plainText: the password would be sent in the clear',
  });

/** The mail server's settings with its password read from its file; errors are added to `issues`. */
export function readSmtp(
  smtp: z.output<typeof smtpSchema> | undefined,
  path: string,
  readFile: ReadFile,
  issues: ConfigIssue[],
): SmtpSettings | undefined {
  if (smtp === undefined) return undefined;
  const { passwordFile, port, username, ...settings } = smtp;
  let password: string | undefined;
  if (passwordFile !== undefined) {
    try {
      password = readFile(passwordFile).trimEnd();
    } catch {
      issues.push({
        key: `${path} smtp.passwordFile`,
        value: passwordFile,
        allowed: 'the path of a file that can be read',
      });
    }
  }
  const usual = settings.secure ? SUBMISSIONS_PORT : settings.plainText ? PLAIN_PORT : SUBMISSION_PORT;
  return { ...settings, port: port ?? usual, username, password };
}
