import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Caller, whyNot } from '#lib/access/roles.ts';
import { imageHistory } from '#lib/fleet/history/image-history.ts';
import { fleetGraph } from '#lib/fleet/images/fleet-graph.ts';
import { summariseFleet } from '#lib/fleet/images/fleet-summary.ts';
import { getImage, listImages } from '#lib/fleet/images/list-images.ts';
import { readDocument } from '#lib/fleet/images/read-document.ts';
import { scanSelected } from '#lib/fleet/images/scan-selected.ts';
import { trackedAmong, trackImages } from '#lib/fleet/images/track-images.ts';
import { restoreImages, untrackImage, untrackImages } from '#lib/fleet/images/untrack-images.ts';
import { closeSampleFleet, openSampleFleet, sampleFleetState } from '#lib/fleet/sample/open-sample-fleet.ts';
import { checkImage } from '#lib/fleet/scan/check-image.ts';
import { getScanDetails } from '#lib/fleet/scan/scan-details.ts';
import { cancelScan, scanImage, scanImages } from '#lib/fleet/scan/scan-images.ts';
import { getImageSchedule } from '#lib/fleet/schedule/image-schedule.ts';
import { throttledLog } from '#lib/jobs/logging/throttled-log.ts';
import type { Runtime } from '#lib/jobs/runtime/runtime.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import { ANSWER_MS, answersInTime } from '#lib/store/database/watch.ts';
import { secondsSinceHooks } from '#lib/store/hooks/hooks.ts';
import { countByStatus } from '#lib/store/images/fleet-summary.ts';
import { countDueTags } from '#lib/store/tags/tag-schedule.ts';
import type { FleetSummaryView } from '../../contract/images/fleet.ts';
import type { graphQuery } from '../../contract/images/graph.ts';
import type { ImageSort } from '../../contract/images/images.ts';
import type { SelectionRequest } from '../../contract/images/selection.ts';
import type { SettingsView } from '../../contract/service.ts';
import { presentGraph } from '../../present/graph.ts';
import { presentHistory, presentImage, presentSchedule } from '../../present/images.ts';
import { presentLineage } from '../../present/lineage.ts';
import { presentScan, presentScanDetails } from '../../present/scans.ts';
import { problem, RequestProblem } from '../http/problem.ts';
import { createCheckLimit } from '../limits/check-limit.ts';
import { reachingRegistries } from '../limits/reaching-registries.ts';
import { createAccessApplication } from './access-application.ts';
import { createBadgeApplication } from './badge-application.ts';
import { createBaseApplication } from './base-application.ts';
import { createDeclaredBaseApplication } from './declared-base-application.ts';
import { createFilterApplication } from './filter-application.ts';
import { createHelpApplication } from './help-application.ts';
import { createHistoryApplication } from './history-application.ts';
import { createHoldApplication } from './hold-application.ts';
import { createHookApplication } from './hook-application.ts';
import { knownId } from './known-id.ts';
import type { Metrics } from './metrics.ts';
import { createNotificationApplication } from './notification-application.ts';
import { createRebaseApplication } from './rebase-application.ts';
import { createRegistryApplication } from './registry-application.ts';
import { createReportApplication } from './report-application.ts';
import { createScheduleApplication } from './schedule-application.ts';
import { serviceEvents } from './service-events.ts';
import { createSourceApplication } from './source-application.ts';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'package.json'), 'utf8')));

/** Limits for accounts without `track` that check images that are not tracked. */
const READER_CHECKS = { atOnce: 2, perMinute: 30 };

export type Application = ReturnType<typeof createApplication>;

/** The composition root: the use cases for pages and routes, with the contract's types. */
export function createApplication(runtime: Runtime, metrics: Metrics) {
  const { config, context, client } = runtime;
  const checkLimit = createCheckLimit(context.clock, READER_CHECKS);
  const reaching = reachingRegistries(context, checkLimit);
  return {
    clock: context.clock,
    log: runtime.log,
    events: serviceEvents(context, runtime.watch),
    /** Logs repeated errors only now and then. */
    throttledLog: throttledLog(runtime.log),

    async trackImages(request: { reference?: string | undefined; references?: string[] | undefined }) {
      const images = await trackImages(
        context,
        request.references ?? [request.reference ?? ''],
        request.references !== undefined,
      );
      return { items: images.map(({ id, reference, status, added }) => ({ id, reference, status, added })) };
    },
    async trackedAmong(references: readonly string[]) {
      const images = await trackedAmong(context, references);
      return { items: images.map(({ id, reference, status }) => ({ id, reference, status })) };
    },
    async listImages(query: {
      filter?: string | undefined;
      sort: ImageSort;
      limit: number;
      cursor?: string | undefined;
      at?: Date | undefined;
    }) {
      const descending = query.sort.startsWith('-');
      const sort = (descending ? query.sort.slice(1) : query.sort) as Parameters<
        typeof listImages
      >[1]['sort'];
      const page = await listImages(context, {
        filter: query.filter,
        sort,
        descending,
        limit: query.limit,
        cursor: query.cursor,
        at: query.at,
      });
      return { ...page, items: page.items.map(presentImage) };
    },
    async getImage(id: string, at?: Date) {
      const image = presentImage(await getImage(context, knownId(id), at));
      if (at !== undefined) return image;
      return { ...image, schedule: presentSchedule(await getImageSchedule(context, image.id)) };
    },
    untrackImage: (id: string) => untrackImage(context, knownId(id)),
    untrackImages: (selection: SelectionRequest) => untrackImages(context, selection),
    restoreImages: (ids: readonly string[]) => restoreImages(context, ids),
    async scanImage(id: string) {
      const scan = await scanImage(context, knownId(id));
      return { id: scan.id, total: scan.total };
    },
    /** Scans the selected images, or the whole fleet if nothing is selected. */
    async scanImages(selection: SelectionRequest) {
      const isAll = Object.keys(selection).length === 0;
      const scan = await (isAll ? scanImages(context, undefined) : scanSelected(context, selection));
      return { id: scan.id, total: scan.total };
    },
    getScan: async (id: string) => presentScanDetails(await getScanDetails(context, knownId(id))),
    cancelScan: async (id: string) => presentScan(await cancelScan(context, knownId(id))),
    /**
     * One image's chain. Callers without `track` cannot recheck tracked images, and can check only a few others. With
     * it, the registry that they name counts as chosen.
     */
    async resolveLineage(query: { reference: string; refresh: boolean; at?: Date | undefined }, who: Caller) {
      const tracks = who.permissions.includes('track');
      if (query.refresh && !tracks) throw new RequestProblem(problem('not-permitted', whyNot('track', who)));
      const typed = query.at === undefined ? tryParseReference(query.reference) : undefined;
      if (typed && tracks) await context.registries.choose([typed.registry]);
      const lineage = await checkImage(context, {
        ...query,
        at: query.at,
        ...(tracks ? {} : { admit: (check) => checkLimit.run(who.account, check) }),
      });
      return presentLineage(lineage);
    },
    async fleetGraph({ focus, filter, at, ...query }: z.output<typeof graphQuery>) {
      return presentGraph(await fleetGraph(context, { ...query, focus, filter, at }));
    },
    async summariseFleet(filter: string | undefined, at?: Date): Promise<FleetSummaryView> {
      const { advice, ...summary } = await summariseFleet(context, filter, at, config.sla);
      return {
        ...summary,
        advice: advice && { ...advice, bases: [...advice.bases] },
        bases: summary.bases.map((base) => ({ ...base, movedAt: base.movedAt?.toISOString() ?? null })),
        lastScanAt: summary.lastScanAt?.toISOString() ?? null,
      };
    },
    imageHistory: async (id: string, at?: Date) =>
      presentHistory(await imageHistory(context, knownId(id), at)),
    readDocument: (digest: string) => readDocument(context, digest as Digest),
    sampleFleet: () => sampleFleetState(context),
    openSampleFleet: () => openSampleFleet(context),
    closeSampleFleet: () => closeSampleFleet(context),

    ...createBaseApplication(context, reaching),
    ...createDeclaredBaseApplication(context, reaching),
    ...createFilterApplication(context),
    ...createHelpApplication(),
    ...createHistoryApplication(context),
    ...createHoldApplication(context),
    ...createHookApplication(context),
    ...createRebaseApplication(context),
    ...createBadgeApplication(context, config),
    ...createAccessApplication(context, config),
    ...createNotificationApplication(context),
    ...createRegistryApplication(context, config),
    ...createReportApplication(context, config),
    ...createScheduleApplication(context, config),
    ...createSourceApplication(context),

    settings(): SettingsView {
      return {
        version,
        database: config.databaseUrl === undefined ? 'embedded' : 'external',
        dataDirectory: config.databaseUrl === undefined ? config.dataDirectory : null,
        logins: { token: config.token !== undefined, issuer: config.oidc?.issuer ?? null },
        push: config.enablePush,
        pushAllow: [...config.pushAllow],
        scanEverySeconds: config.scanEverySeconds,
        publicUrl: config.publicUrl ?? null,
        frameAncestors: [...config.frameAncestors],
        registries: config.registries.map(({ host, plainHttp, endpoint, username }) => {
          const quota = client.rateLimit(host);
          return {
            host,
            plainHttp: plainHttp ?? false,
            endpoint: endpoint ?? null,
            credentials: username !== undefined,
            quota: quota
              ? {
                  limit: quota.limit,
                  remaining: quota.remaining,
                  observedAt: new Date(quota.at).toISOString(),
                }
              : null,
          };
        }),
      };
    },
    async readiness(): Promise<Record<'database' | 'queue', 'ok' | 'failed'>> {
      const check = async (answer: Promise<unknown>) =>
        (await answersInTime(answer, ANSWER_MS)) ? ('ok' as const) : ('failed' as const);
      const [database, queue] = await Promise.all([
        check(runtime.database.pool.query('select 1')),
        check(runtime.boss.getQueues()),
      ]);
      return { database, queue };
    },
    metrics: () =>
      metrics.read(
        () => countByStatus(context.db, []),
        () => secondsSinceHooks(context.db, context.clock()),
        () => countDueTags(context.db),
      ),
  };
}
