import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ObserveDelivery } from '#lib/fleet/services/notification-senders.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Observe } from '#lib/registry/transport/http/observed-request.ts';

/** The server's metrics, in Prometheus' text format. */
export interface Metrics {
  /** Counts a request to a registry. */
  readonly observe: Observe;
  /** Counts an attempt to deliver a message. */
  readonly observeDelivery: ObserveDelivery;
  /** All metrics as text; images and due tags are counted and hooks are read at each call. */
  read(
    countByStatus: () => Promise<ReadonlyMap<Status, number>>,
    secondsSinceHooks: () => Promise<ReadonlyMap<string, number>>,
    countDueTags: () => Promise<ReadonlyMap<string, number>>,
  ): Promise<{ contentType: string; text: string }>;
}

export function createMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const requests = new Counter({
    name: 'baseboard_registry_requests_total',
    help: 'HTTP requests sent to registries',
    labelNames: ['host', 'method', 'kind', 'status'],
    registers: [register],
  });
  const deliveries = new Counter({
    name: 'baseboard_deliveries_total',
    help: 'Attempts of this process to deliver notifications and scheduled reports',
    labelNames: ['kind', 'result'],
    registers: [register],
  });
  const images = new Gauge({
    name: 'baseboard_images',
    help: 'Tracked images by status',
    labelNames: ['status'],
    registers: [register],
  });
  const hooks = new Gauge({
    name: 'baseboard_hook_last_seconds',
    help: 'Seconds since a hook was last called; absent for one that was never called',
    labelNames: ['hook'],
    registers: [register],
  });
  const dueTags = new Gauge({
    name: 'baseboard_tags_due',
    help: 'Tags that are due to be requested, by registry; absent for a registry that has none',
    labelNames: ['registry'],
    registers: [register],
  });
  return {
    observe({ host, method, kind, status }) {
      requests.inc({ host, method, kind, status: String(status ?? 'none') });
    },
    observeDelivery: (kind, result) => deliveries.inc({ kind, result }),
    async read(countByStatus, secondsSinceHooks, countDueTags) {
      images.reset();
      for (const [status, count] of await countByStatus()) images.set({ status }, count);
      hooks.reset();
      for (const [hook, seconds] of await secondsSinceHooks()) hooks.set({ hook }, seconds);
      dueTags.reset();
      for (const [registry, count] of await countDueTags()) dueTags.set({ registry }, count);
      return { contentType: register.contentType, text: await register.metrics() };
    },
  };
}
