/** Containers by name, with the paths of their images in the sample's registry. */
export type Containers = Readonly<Record<string, string>>;

/** A workload of the sample's cluster. */
export interface SampleWorkload {
  readonly namespace: string;
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob';
  readonly name: string;
  readonly containers: Containers;
  readonly init?: Containers;
  readonly sidecars?: Containers;
  /** None for a CronJob: between its runs. */
  readonly pods: number;
  /** `AMD64` unless it says otherwise. */
  readonly node?: string;
  /** Whether its pods were started before its tags moved, and kept what the tags had then. */
  readonly startedBefore?: true;
}

export const AMD64 = 'node-amd64';
export const ARM64 = 'node-arm64';

/**
 * What the cluster runs: most of it is what the tags have now. The recommender went on with the build before its tag moved. The
 * kiosk's earlier build ran on arm64, which the tag no longer has.
 */
export const WORKLOADS: readonly SampleWorkload[] = [
  {
    ...{ namespace: 'shop', kind: 'Deployment', name: 'storefront', pods: 3 },
    containers: { storefront: 'shop/storefront:3.8' },
    init: { 'copy-certificates': 'platform/base:12' },
    sidecars: { proxy: 'edge/proxy:1.8' },
  },
  {
    ...{ namespace: 'shop', kind: 'Deployment', name: 'cart', pods: 2 },
    containers: { cart: 'shop/cart:3.8' },
  },
  {
    ...{ namespace: 'shop', kind: 'Deployment', name: 'payments', pods: 4 },
    containers: { payments: 'shop/payments:3.9' },
    sidecars: { proxy: 'edge/proxy:1.8' },
  },
  {
    ...{ namespace: 'shop', kind: 'Deployment', name: 'reviews', pods: 2 },
    containers: { reviews: 'shop/reviews:3.9' },
    init: { 'wait-for-database': 'edge/health-probe:0.4' },
  },
  {
    ...{ namespace: 'data', kind: 'Deployment', name: 'forecast', pods: 2 },
    containers: { forecast: 'data/forecast:0.9' },
  },
  {
    ...{ namespace: 'data', kind: 'Deployment', name: 'recommender', pods: 3, startedBefore: true },
    containers: { recommender: 'data/recommender:4.2' },
  },
  {
    ...{ namespace: 'data', kind: 'CronJob', name: 'etl-nightly', pods: 0 },
    containers: { etl: 'data/etl-nightly:2026.1' },
  },
  {
    ...{ namespace: 'edge', kind: 'DaemonSet', name: 'dns-cache', pods: 2 },
    containers: { 'dns-cache': 'edge/dns-cache:1.1' },
  },
  {
    ...{ namespace: 'edge', kind: 'StatefulSet', name: 'sensor-hub', pods: 1, node: ARM64 },
    containers: { 'sensor-hub': 'edge/sensor-hub:6' },
  },
  {
    ...{ namespace: 'edge', kind: 'Deployment', name: 'kiosk', pods: 1, node: ARM64, startedBefore: true },
    containers: { kiosk: 'edge/kiosk:2.2' },
  },
];
