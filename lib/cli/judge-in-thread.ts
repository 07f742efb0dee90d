import { Worker } from 'node:worker_threads';
import { unresolvedLineage } from '#lib/lineage/chain/judge-chain.ts';
import { describeLineage } from '#lib/lineage/words/described-lineage.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { RegistrySettingsError } from '#lib/registry/settings.ts';
import type { Look } from './judging/check-result.ts';
import type { Surroundings } from './judging/environment.ts';
import type { JudgeHereOptions } from './judging/judge-locally.ts';

/** What the thread is given: everything that can be copied into it. */
export interface JudgeTask {
  readonly references: readonly string[];
  readonly options: JudgeHereOptions;
  readonly home: string | undefined;
  readonly version: string;
}

/** What the thread tells. */
export type JudgeMessage =
  | { readonly kind: 'look'; readonly index: number; readonly look: Look }
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'settings'; readonly message: string }
  | { readonly kind: 'bug'; readonly stack: string };

/** The thread keeps to the time by itself; after so much more it is ended, whatever it does. */
const GRACE_MS = 3000;
/** Megabytes of memory for it: hostile content must not take the machine's. */
const MEMORY_MB = 1024;

// The same folder in a clone and in the package; there it is bundled.
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './judge-thread.ts' : './judge-thread.js',
  import.meta.url,
);

/**
 * Judges images in a thread of its own, so that the time given holds whatever that thread does: images that were not
 * judged by then could not be checked. Throws `RegistrySettingsError`.
 */
export async function judgeApart(
  references: readonly string[],
  options: JudgeHereOptions,
  { home, version, clock, err }: Surroundings,
): Promise<Look[]> {
  const task: JudgeTask = { references, options, home, version };
  const thread = new Worker(THREAD, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const looks = new Map<number, Look>();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const late = setTimeout(resolve, options.timeoutMs + GRACE_MS, 'the time given for the whole check was up');
  thread.on('message', (message: JudgeMessage) => {
    switch (message.kind) {
      case 'look':
        looks.set(message.index, message.look);
        if (looks.size === references.length) resolve('');
        break;
      case 'warning':
        err(message.text);
        break;
      case 'settings':
        reject(new RegistrySettingsError(message.message));
        break;
      case 'bug':
        reject(Object.assign(new Error('a judgement failed'), { stack: message.stack }));
    }
  });
  thread.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      resolve(`it would take more than ${MEMORY_MB} MB of memory`);
    else reject(error);
  });
  thread.on('exit', (code) => reject(new Error(`the judging thread ended with ${code}`)));
  try {
    const why = await promise;
    const now = clock().toISOString();
    return references.map((reference, index) => looks.get(index) ?? unchecked(reference, now, why));
  } finally {
    clearTimeout(late);
    await thread.terminate();
  }
}

/** An image that was not judged; `why` is a sentence's second half. */
function unchecked(reference: string, now: string, why: string): Look {
  const host = parseReference(reference).registry;
  const message = `${host}: resolve of ${reference} failed: ${why}`;
  const error = { host, operation: 'resolve' as const, code: 'TIME_UP', message };
  const lineage = describeLineage(
    unresolvedLineage(reference, null, now, { kind: 'check-failed', detail: why }),
  );
  return { lineage, error, failures: [message] };
}
