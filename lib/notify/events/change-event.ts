import { createHash } from 'node:crypto';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { Change } from '../channel.ts';

/** One change of one image, as it was when it became due. */
export interface ChangeNotification {
  readonly change: Change;
  /** The change that the channel was at before. */
  readonly before: Change;
  /** When the verdict became this, ISO 8601. */
  readonly since: string;
  readonly image: { readonly id: string; readonly reference: string; readonly digest: Digest | null };
  readonly status: Status;
  readonly summary: string;
  readonly base: {
    readonly name: string | null;
    readonly digest: Digest | null;
    readonly currentDigest: Digest | null;
  } | null;
  readonly behindSince: string | null;
}

/** A CloudEvent (CloudEvents 1.0.2 § 3) in its structured JSON form. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, unknown>>;
}

/** Where an event comes from: the channel, and this service. */
export interface Origin {
  readonly channel: { readonly id: string; readonly name: string };
  /** The public URL of this service, without a slash at the end; `undefined` if none is configured. */
  readonly link: string | undefined;
}

/** The source of events if no public URL is configured: a URI reference, as CloudEvents requires. */
const SOURCE = '/baseboard';

/** The id of an event: always the same for one change of one image on one channel, however often it is sent. */
export function eventId(channelId: string, imageId: string, change: Change, since: Date): string {
  const parts = [channelId, imageId, change, since.toISOString()];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

/** A change as a CloudEvent of the type `baseboard.image.<change>`; its subject is the image's reference. */
export function changeEvent(
  id: string,
  notification: ChangeNotification,
  { channel, link }: Origin,
): CloudEvent {
  const { change, before, since, image, status, summary, base, behindSince } = notification;
  return {
    specversion: '1.0',
    id,
    source: link ?? SOURCE,
    type: `baseboard.image.${change}`,
    subject: image.reference,
    time: since,
    datacontenttype: 'application/json',
    data: {
      change,
      before,
      image: { ...image, ...(link === undefined ? {} : { url: imageLink(link, image.id) }) },
      status,
      summary,
      base,
      behindSince,
      channel,
    },
  };
}

/** The event of the test button: its type is `baseboard.test`, and it has no subject. */
export function testEvent(id: string, at: Date, { channel, link }: Origin): CloudEvent {
  return {
    specversion: '1.0',
    id,
    source: link ?? SOURCE,
    type: 'baseboard.test',
    time: at.toISOString(),
    datacontenttype: 'application/json',
    data: { change: 'test', channel },
  };
}

/** The event of a report that was made on schedule: its type is `baseboard.report`, and it has no subject. */
export function reportEvent(
  id: string,
  at: Date,
  report: Readonly<Record<string, unknown>>,
  { channel, link }: Origin,
): CloudEvent {
  return {
    specversion: '1.0',
    id,
    source: link ?? SOURCE,
    type: 'baseboard.report',
    time: at.toISOString(),
    datacontenttype: 'application/json',
    data: { report, channel },
  };
}

/** The URL of an image's page. */
export function imageLink(link: string, imageId: string): string {
  return `${link}/images/${imageId}`;
}
