import { z } from 'zod';
import { isLoopbackHost } from '#lib/access/loopback.ts';
import { isRegistryHost } from '#lib/oci/reference.ts';
import type { ConfigIssue } from '../config-error.ts';
import { type ReadFile, readValueFile } from '../read-file.ts';

/** Where notifications may be sent. */
export interface NotificationSettings {
  /** Exact `host[:port]` names; these hosts may have private addresses and may use plain HTTP. */
  readonly allowHosts: readonly string[];
}

/** The mail server and how to use it. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS is required, unless `plainText`. */
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

/** The section `notifications` of baseboard.yaml. */
export const notificationsSchema = z.strictObject({
  allowHosts: z
    .array(z.string().refine(isRegistryHost, 'a host with an optional port, such as ci.internal:8443'))
    .default([]),
});

/** The section `smtp`. RFC 8314: TLS or STARTTLS; plain text only if it is set by name, and never with a password. */
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
  .refine(({ plainText, username, host }) => !plainText || username === undefined || isLoopbackHost(host), {
    path: ['plainText'],
    message: 'no username beside plainText: the password would be sent in the clear',
  });

/** The mail server's settings with the password read from its file; issues are added under `path smtp`. */
export function readSmtp(
  smtp: z.output<typeof smtpSchema> | undefined,
  path: string,
  readFile: ReadFile,
  issues: ConfigIssue[],
): SmtpSettings | undefined {
  if (smtp === undefined) return undefined;
  const { passwordFile, port, username, ...settings } = smtp;
  const password =
    passwordFile === undefined
      ? undefined
      : readValueFile(passwordFile, `${path} smtp.passwordFile`, readFile, issues);
  const usual = settings.secure ? SUBMISSIONS_PORT : settings.plainText ? PLAIN_PORT : SUBMISSION_PORT;
  return { ...settings, port: port ?? usual, username, password };
}
