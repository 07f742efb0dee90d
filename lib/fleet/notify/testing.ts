// Channels for tests: created as people would, fed with verdicts as scans would write them.
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Change } from '#lib/notify/channel.ts';
import type { RequestedDestination } from '#lib/notify/destinations/destination.ts';
import { type Handler, startTestServer, type TestServer } from '#lib/registry/testing/test-server.ts';
import type { ConnectorDeps } from '#lib/registry/transport/http/guarded-connector.ts';
import { type ToldVerdict, tell, trackAt } from '#lib/store/testing-verdicts.ts';
import type { FleetContext } from '../context.ts';
import type { fleetTests, TestFleet } from '../testing.ts';
import { type ChannelSettings, createChannel, type SavedChannel } from './create-channel.ts';
import { queueNotifications } from './queue-notifications.ts';
import { sendDelivery } from './send-delivery.ts';

const EVERY: readonly Change[] = ['stale', 'broken', 'unknown', 'fresh'];

/** The settings of a mail server where nothing listens. */
export const CLOSED_SMTP = {
  host: '127.0.0.1',
  port: 1,
  secure: false,
  plainText: true,
  username: undefined,
  password: undefined,
  from: 'b@example.com',
};

/** Creates a channel that reports every change of every image at once, with other settings where given. */
export function channelTo(
  { context }: TestFleet,
  destination: RequestedDestination,
  settings: Partial<ChannelSettings> = {},
): Promise<SavedChannel> {
  const name = settings.name ?? `channel ${Math.random()}`;
  const whole = {
    filter: '',
    changes: EVERY,
    coolDownHours: 0,
    enabled: true,
    ...settings,
    name,
    destination,
  };
  return createChannel(context, whole, 'a test');
}

/** An image with the verdicts that a test gives it. */
export interface Judged {
  readonly id: string;
  readonly reference: string;
  /** Writes a verdict one second after the one before. */
  become(status: Status, more?: Omit<ToldVerdict, 'status'>): Promise<void>;
}

/** Tracks an image, with a first verdict unless that is null. */
export async function judgedImage(
  fleet: TestFleet,
  reference: string,
  first: Status | null = 'up-to-date',
): Promise<Judged> {
  const { db, clock } = fleet.context;
  const id = await trackAt(db, reference, clock());
  const image: Judged = {
    id,
    reference,
    async become(status, more = {}) {
      fleet.pass(1);
      await tell(db, id, reference, clock(), { status, ...more });
    },
  };
  if (first !== null) await image.become(first);
  return image;
}

/** Sends what is due, as the workers of a process would; returns how many jobs there were. */
export async function sendDue(fleet: TestFleet, context: FleetContext = fleet.context): Promise<number> {
  const now = context.clock();
  const due = fleet.deliveries.filter(({ at }) => at <= now);
  fleet.deliveries.splice(0, Infinity, ...fleet.deliveries.filter(({ at }) => at > now));
  for (const { id } of due) await sendDelivery(context, id);
  return due.length;
}

/** Queues what is due and sends it, as a process does every few seconds. */
export async function minute(fleet: TestFleet, context: FleetContext = fleet.context): Promise<void> {
  await queueNotifications(context);
  await sendDue(fleet, context);
}

/** A fleet, and a receiver on loopback that it may send to. */
export interface Receiving extends AsyncDisposable {
  readonly fleet: TestFleet;
  readonly receiver: TestServer;
  /** The receiver's address, with a secret in it. */
  readonly hook: string;
  readonly to: { readonly kind: 'webhook'; readonly preset: 'generic'; readonly url: string };
}

/** Answers with a status, and with a body that must not appear anywhere. */
export const answering =
  (status: number, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    response.writeHead(status, headers).end(status === 204 ? undefined : 'hunter3');

/** Opens both; by default the receiver accepts everything. */
export async function openReceiver(
  openFleet: ReturnType<typeof fleetTests>,
  handler: Handler = answering(204),
  deps: ConnectorDeps & { readonly deadlineMs?: number } = {},
): Promise<Receiving> {
  const receiver = await startTestServer(handler);
  const fleet = await openFleet({
    notifications: {
      notifications: { allowHosts: [receiver.host] },
      publicUrl: 'https://baseboard.example.com',
    },
    outbound: deps,
  });
  const hook = `${receiver.origin}/hook?token=hunter2`;
  return {
    fleet,
    receiver,
    hook,
    to: { kind: 'webhook', preset: 'generic', url: hook },
    async [Symbol.asyncDispose]() {
      await fleet[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

/** What webhooks have received so far: `stale shop/cart:1`. */
export function sent({ requests }: TestServer): string[] {
  return requests.map(({ body }) => {
    const { data } = JSON.parse(body);
    return `${data.change} ${data.image.reference.replace('r.test/', '')}`;
  });
}
