// The thread in which `baseboard check` judges: see judge-apart.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { RegistrySettingsError } from '#lib/registry/settings.ts';
import type { JudgeMessage, JudgeTask } from './judge-in-thread.ts';
import { judgeHere } from './judging/judge-locally.ts';

const { references, options, home, version }: JudgeTask = workerData;
const tell = (message: JudgeMessage) => parentPort?.postMessage(message);

try {
  const surroundings = {
    home,
    version,
    clock: () => new Date(),
    err: (text: string) => tell({ kind: 'warning', text }),
  };
  await judgeHere(references, options, surroundings, (index, look) => tell({ kind: 'look', index, look }));
} catch (error) {
  if (error instanceof RegistrySettingsError) tell({ kind: 'settings', message: error.message });
  else tell({ kind: 'bug', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
