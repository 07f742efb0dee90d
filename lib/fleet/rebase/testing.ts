// Rebases for tests: an app to rebase, and a queue whose jobs wait until the test runs them, or are lost as in a crash.
import { parseReference } from '#lib/oci/reference.ts';
import type { FleetContext } from '../context.ts';
import { trackImages } from '../images/track-images.ts';
import type { TestFleet } from '../testing.ts';
import { type Pushed, pushOn } from '../testing-images.ts';
import { runCascadeItem } from './cascade/run-cascade-item.ts';
import { runRebase } from './execution/run-rebase.ts';
import type { CascadeJob } from './rebase-queue.ts';

/** Tracks an app on a base, whose tag then moves on; in the fleet's own registry unless another is given. */
export async function staleApp(
  fleet: TestFleet,
  { path = 'apps/shop:1', basePath = 'base:1', registry = fleet.registry } = {},
): Promise<{ base: Pushed; app: Pushed }> {
  const base = await pushOn(registry, basePath);
  const app = await pushOn(registry, path, base);
  await trackImages(fleet.context, [app.reference], true);
  await fleet.runJobs();
  await pushOn(registry, basePath, undefined, `${basePath}, next`);
  fleet.pass(60);
  return { base, app };
}

export interface RebaseFleet {
  /** The fleet with a queue for rebases and cascades. */
  readonly context: FleetContext;
  /** Cascade jobs that wait, in the order they came. */
  readonly waiting: readonly CascadeJob[];
  /** Runs every job, a cascade's each after the one it waits for, until none is left. */
  run(): Promise<void>;
  /** Runs the next job that waits for no other. */
  runOne(): Promise<void>;
  /** Drops every job, as if the process had been killed before it enqueued them. */
  lose(): void;
  /** The digest that a reference resolves to in its registry now. */
  digest(reference: string): Promise<string>;
}

export function rebaseFleet(fleet: TestFleet, push: Partial<FleetContext['push']> = {}): RebaseFleet {
  const rebases: string[] = [];
  const cascades: CascadeJob[] = [];
  const context: FleetContext = {
    ...fleet.context,
    push: { ...fleet.context.push, ...push },
    queue: {
      ...fleet.context.queue,
      rebase: async (id) => void rebases.push(id),
      holdsRebase: async (id) => rebases.includes(id),
      cascade: async (items) => void cascades.push(...items),
      holdsCascade: async (id) => cascades.some(({ cascadeId }) => cascadeId === id),
    },
  };
  const runOne = async () => {
    const id = rebases.shift();
    if (id !== undefined) return void (await runRebase(context, id));
    const names = new Set(cascades.map(({ reference }) => reference));
    const ready = cascades.findIndex(({ after }) => !after.some((name) => names.has(name)));
    const job = cascades[ready];
    if (job === undefined) throw new Error('no job is ready');
    await runCascadeItem(context, job);
    cascades.splice(cascades.indexOf(job), 1);
  };
  return {
    context,
    waiting: cascades,
    runOne,
    async run() {
      while (rebases.length + cascades.length > 0) await runOne();
    },
    lose() {
      rebases.length = 0;
      cascades.length = 0;
    },
    digest: async (reference) => (await context.registry.resolve(parseReference(reference))).digest,
  };
}
