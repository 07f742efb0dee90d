// The thread in which `baseboard check` judges images, started by judge-in-thread.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { RegistrySettingsError } from '#lib/registry/settings.ts';
import type { JudgeMessage, JudgeTask } from './judge-in-thread.ts';
import { judgeLocally } from './judging/judge-locally.ts';

const { references, options, home, version }: JudgeTask = workerData;
const send = (message: JudgeMessage) => parentPort?.postMessage(message);

try {
  const context = {
    home,
    version,
    clock: () => new Date(),
    err: (text: string) => send({ kind: 'warning', text }),
  };
  await judgeLocally(references, options, context, (index, check) => send({ kind: 'check', index, check }));
} catch (error) {
  if (error instanceof RegistrySettingsError) send({ kind: 'settings', message: error.message });
  else send({ kind: 'bug', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
