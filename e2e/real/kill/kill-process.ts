// The service without its pages: what a sweep of kills starts and ends by the hundred. Acts come over the channel to
// the parent process, as requests would come over HTTP, and are answered with their ids.
import { createApplication } from '#lib/api/server/application/application.ts';
import { createMetrics } from '#lib/api/server/application/metrics.ts';
import { loadConfig } from '#lib/config/load-config.ts';
import { startRuntime } from '#lib/jobs/runtime/runtime.ts';

const ACTOR = 'sweep';

const runtime = await startRuntime(loadConfig(process.env));
const application = createApplication(runtime, createMetrics());

const NEVER = new AbortController().signal;

const acts = {
  track: (references: string[]) => application.trackImages({ references }),
  judged: async (filter: string) => {
    const page = await application.listImages({ filter, sort: 'reference', limit: 1 });
    return page.total;
  },
  scan: () => application.scanImages({}),
  getScan: (id: string) => application.getScan(id),
  async rebase(reference: string) {
    const { planId, fromDigest, toDigest } = await application.planRebase({ reference }, NEVER);
    const { id } = await application.applyRebase({ planId: planId ?? '' }, ACTOR);
    return { id, from: fromDigest, to: toDigest };
  },
  getRebase: (id: string) => application.getRebase(id),
  async cascade(reference: string) {
    const { id } = await application.planCascade({ reference }, ACTOR);
    await application.changeCascade(id, 'start', { actor: ACTOR });
    return id;
  },
  getCascade: (id: string) => application.getCascade(id),
  async openRebases() {
    const pages = await Promise.all(
      (['queued', 'running'] as const).map((state) => application.listRebases({ state, limit: 100 })),
    );
    return pages.flatMap(({ items }) => items).length;
  },
  async audit() {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await application.listAudit({ limit: 100, ...(cursor === undefined ? {} : { cursor }) });
      all.push(...page.items.map(({ rebaseId }) => rebaseId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return all;
  },
  async stop() {
    await runtime.stop();
    setImmediate(() => process.exit(0));
  },
};

/** What the process can be asked to do. */
export type Acts = typeof acts;

process.on('message', (message: { id: number; act: keyof Acts; args: unknown[] }) => {
  const act = acts[message.act] as (...args: unknown[]) => Promise<unknown>;
  act(...message.args).then(
    (answer) => answerWith({ id: message.id, answer }),
    (error: unknown) => answerWith({ id: message.id, error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(1));

/** The parent may be gone already: then nobody waits. */
function answerWith(message: object): void {
  process.send?.(message, undefined, undefined, () => {});
}

process.send?.('ready');
