import { setTimeout as pause } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import type { SmtpSettings } from '#lib/config/sections/notification-settings.ts';
import type { OutcomeWord } from '#lib/notify/channel.ts';
import type { Mail } from '#lib/notify/messages/message-texts.ts';
import type { Outcome } from '#lib/notify/policy/delivery-outcome.ts';
import { networkFailure } from '#lib/registry/transport/http/network-failure.ts';

/** Sends mail by the server that is set. */
export interface Mailer {
  /**
   * One attempt. `id` makes the message's id, so that a second try of the same message is seen to be one. Never
   * throws.
   */
  send(recipients: readonly string[], mail: Mail, id: string): Promise<Outcome>;
  close(): void;
}

/** What the library throws. */
interface SmtpError extends Error {
  readonly code?: string;
  /** The server's code, where it answered. */
  readonly responseCode?: number;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 15_000;
/** For an attempt in all: a server that says a word now and then is not waited for without end. */
const DEADLINE_MS = 25_000;

/**
 * Mail by SMTP. Without `secure` STARTTLS is insisted on, unless plain text was asked for by name; certificates
 * are always checked. Tests trust an authority of their own, `ca`, and wait less long.
 */
export function createMailer(
  settings: SmtpSettings,
  { ca, mailDeadlineMs = DEADLINE_MS }: { readonly ca?: string; readonly mailDeadlineMs?: number } = {},
): Mailer {
  const { host, port, secure, plainText, username, password, from } = settings;
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: !secure && !plainText,
    ignoreTLS: plainText,
    ...(username === undefined ? {} : { auth: { user: username, pass: password ?? '' } }),
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^\s<>@]+?)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    async send(recipients, { subject, text }, id) {
      const over = new AbortController();
      const deadline = pause(mailDeadlineMs, undefined, { signal: over.signal }).catch(() => undefined);
      try {
        const sending = transport.sendMail({
          from,
          to: [...recipients],
          subject,
          text,
          messageId: `<${id}@${domain}>`,
          // RFC 3834: no machine is to answer.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        const sent = await Promise.race([sending, deadline]);
        if (sent === undefined) {
          // It may still end: then the message is there once more, under the same id.
          sending.catch(() => undefined);
          return { word: 'timeout', statusCode: null };
        }
        const { rejected } = sent;
        return { word: rejected.length > 0 ? 'partly-delivered' : 'delivered', statusCode: 250 };
      } catch (thrown) {
        return outcomeOf(thrown as SmtpError);
      } finally {
        over.abort();
      }
    },
    close: () => transport.close(),
  };
}

/** The server's code decides; its words are not kept. */
function outcomeOf(error: SmtpError): Outcome {
  const statusCode = error.responseCode ?? null;
  if (error.code === 'EAUTH') return { word: 'login-failed', statusCode };
  if (error.code === 'ETLS') return { word: 'tls-failed', statusCode };
  if (statusCode !== null) return { word: statusCode >= 500 ? 'refused' : 'server-error', statusCode };
  return { word: wordOf(error), statusCode };
}

function wordOf(error: SmtpError): OutcomeWord {
  if (error.code === 'EDNS') return 'name-not-resolved';
  if (error.code === 'ETIMEDOUT') return 'timeout';
  // The library puts its own code over the system's, which its words still begin with.
  const code = /\b(E[A-Z]{4,})\b/.exec(error.message)?.[1] ?? error.code;
  const { code: trouble } = networkFailure(Object.assign(new Error(''), { code }));
  if (trouble === 'CONNECTION_REFUSED') return 'connection-refused';
  if (trouble === 'CONNECT_TIMEOUT') return 'timeout';
  if (/certificate|SSL|TLS/i.test(error.message)) return 'tls-failed';
  return 'connection-lost';
}
