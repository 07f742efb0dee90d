import { Worker } from 'node:worker_threads';
import { parseReference } from '#lib/oci/reference.ts';
import { RegistrySettingsError } from '#lib/registry/settings.ts';
import { TIME_LIMIT_REACHED } from '#lib/registry/wrappers/budget.ts';
import { type ImageCheck, uncheckedLineage } from './judging/check-result.ts';
import type { CommandContext } from './judging/command-context.ts';
import type { JudgeLocallyOptions } from './judging/judge-locally.ts';

/** The thread's input; everything in it can be cloned. */
export interface JudgeTask {
  readonly references: readonly string[];
  readonly options: JudgeLocallyOptions;
  readonly home: string | undefined;
  readonly version: string;
}

/** A message from the thread. */
export type JudgeMessage =
  | { readonly kind: 'check'; readonly index: number; readonly check: ImageCheck }
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'settings'; readonly message: string }
  | { readonly kind: 'bug'; readonly stack: string };

/** The thread keeps the time limit itself. If it has not finished this much later, it is terminated. */
const GRACE_MS = 3000;
/** Memory limit of the thread: hostile content must not exhaust the machine's memory. */
const MEMORY_MB = 1024;

// The same folder in a clone and in the package; there it is bundled.
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './judge-thread.ts' : './judge-thread.js',
  import.meta.url,
);

/**
 * Judges images in a separate thread, which is terminated after the time limit. Images without a verdict by then are
 * `unknown`. Throws `RegistrySettingsError`.
 */
export async function judgeInThread(
  references: readonly string[],
  options: JudgeLocallyOptions,
  { home, version, clock, err }: CommandContext,
): Promise<ImageCheck[]> {
  const task: JudgeTask = { references, options, home, version };
  const thread = new Worker(THREAD, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const checks = new Map<number, ImageCheck>();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const late = setTimeout(resolve, options.timeoutMs + GRACE_MS, TIME_LIMIT_REACHED);
  thread.on('message', (message: JudgeMessage) => {
    switch (message.kind) {
      case 'check':
        checks.set(message.index, message.check);
        if (checks.size === references.length) resolve('');
        break;
      case 'warning':
        err(message.text);
        break;
      case 'settings':
        reject(new RegistrySettingsError(message.message));
        break;
      case 'bug':
        reject(Object.assign(new Error('judging an image failed'), { stack: message.stack }));
    }
  });
  thread.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      resolve(`the check needs more than ${MEMORY_MB} MB of memory`);
    else reject(error);
  });
  thread.on('exit', (code) => reject(new Error(`the judging thread exited with code ${code}`)));
  try {
    const why = await promise;
    const now = clock().toISOString();
    return references.map((reference, index) => checks.get(index) ?? unchecked(reference, now, why));
  } finally {
    clearTimeout(late);
    await thread.terminate();
  }
}

/** The check of an image that was not judged; `why` is the second half of a sentence. */
function unchecked(reference: string, now: string, why: string): ImageCheck {
  const host = parseReference(reference).registry;
  const message = `${host}: resolve of ${reference} failed: ${why}`;
  const error = { host, operation: 'resolve' as const, code: 'TIME_UP', message };
  return { lineage: uncheckedLineage(reference, now, why), error, failures: [message] };
}
