import { authenticate } from '#lib/hooks/authentication/authenticate.ts';
import type { GoogleKeys } from '#lib/hooks/authentication/google-token.ts';
import { type Hint, type HookRequest, hintName } from '#lib/hooks/hint.ts';
import type { HookOutcome } from '#lib/hooks/hook-outcome.ts';
import { readHook } from '#lib/hooks/read-hook.ts';
import { findHooks, type StoredHook } from '#lib/store/hooks/hooks.ts';
import { areKnownTags } from '#lib/store/hooks/known-tags.ts';
import { hashOf } from '../access/secrets.ts';
import type { WithClock, WithDatabase, WithLog } from '../capabilities.ts';
import { checkSoon } from '../schedule/check-soon.ts';
import type { Notifications } from '../services/notification-senders.ts';
import { batched } from './batched.ts';
import { createDeliveryLog } from './delivery-log.ts';

/** What receiving calls needs. */
export interface IntakeContext extends WithDatabase, WithClock, WithLog {
  readonly notifications: Pick<Notifications, 'secrets'>;
}

/** What became of a call, and how many of its hints were about tags that Baseboard knows. */
export interface Received {
  readonly outcome: HookOutcome;
  readonly accepted: number;
}

/** Receives calls of registries. A storm of calls becomes a few queries, and no request to a registry. */
export interface HookIntake {
  /** The hook with this secret in its address, unless it is disabled. */
  find(pathSecret: string): Promise<StoredHook | undefined>;
  /** Authenticates a call, reads it, and has the tags checked that it is about. */
  receive(hook: StoredHook, request: HookRequest): Promise<Received>;
  /** The same for hints that no registry sent. */
  test(hook: StoredHook, hints: readonly Hint[]): Promise<Received>;
  /** Writes the log of calls that waits to be written. */
  flush(): Promise<void>;
}

/** The hints of a call. */
interface Taken {
  readonly accepted: readonly Hint[];
  readonly ignored: readonly Hint[];
  readonly test: boolean;
}

const NOTHING_TAKEN: Taken = { accepted: [], ignored: [], test: false };

/** Hints of a delivery that are kept for its log. */
const LOGGED_HINTS = 20;

export function createHookIntake(context: IntakeContext, googleKeys: GoogleKeys): HookIntake {
  const { db, clock, log, notifications } = context;
  const deliveries = createDeliveryLog(db, (err) =>
    log.error({ err }, 'calls of hooks could not be recorded'),
  );
  const findHook = batched<string, StoredHook | undefined>(async (hashes) => {
    const found = await findHooks(db, hashes);
    return hashes.map((hash) => found.get(hash));
  });
  // Nothing is remembered: a tag may be tracked, or no longer, from one call to the next.
  const noteIfKnown = batched<Hint, boolean>(async (hints) => {
    const byName = new Map(hints.map((hint) => [hintName(hint), hint]));
    const known = await areKnownTags(db, [...byName.values()]);
    const names = new Set([...byName.keys()].filter((_, at) => known[at] === true));
    const isKnown = (hint: Hint) => names.has(hintName(hint));
    await checkSoon(context, hints.filter(isKnown));
    return hints.map(isKnown);
  });

  const take = async (
    hook: StoredHook,
    hints: readonly Hint[],
    at: Date,
    test: boolean,
  ): Promise<Received> => {
    const known = await Promise.all(hints.map(noteIfKnown));
    const accepted = hints.filter((_, index) => known[index]);
    const ignored = hints.filter((_, index) => !known[index]);
    const outcome = accepted.length > 0 ? 'accepted' : 'not-tracked';
    return note(hook, at, { outcome, accepted: accepted.length }, { accepted, ignored, test });
  };
  const note = (
    { id }: StoredHook,
    at: Date,
    received: Received,
    { accepted, ignored, test }: Taken = NOTHING_TAKEN,
  ): Received => {
    const hints = [...accepted, ...ignored]
      .slice(0, LOGGED_HINTS)
      .map((hint) => ({ reference: hintName(hint), digest: hint.digest ?? null }));
    const hinted = accepted.length + ignored.length;
    const reported = test ? [] : accepted.map(({ registry, repository }) => ({ registry, repository }));
    deliveries.add({ hookId: id, at, test, ...received, hinted, hints, reported });
    return received;
  };

  return {
    async find(pathSecret) {
      const hook = await findHook(hashOf(pathSecret));
      return hook === undefined || hook.disabled ? undefined : hook;
    },
    async receive(hook, request) {
      const at = clock();
      const secret = openSecret(notifications, hook);
      if (secret === 'sealed') return note(hook, at, { outcome: 'unverifiable', accepted: 0 });
      const { kind, serviceAccount } = hook;
      const credentials = { kind, secret, serviceAccount };
      const authentic = await authenticate(request, credentials, { now: at, googleKeys });
      if (authentic !== 'authentic') return note(hook, at, { outcome: authentic, accepted: 0 });
      const reading = readHook(request, hook);
      if (reading.says !== 'hints') return note(hook, at, { outcome: reading.says, accepted: 0 });
      return take(hook, reading.hints, at, false);
    },
    test: (hook, hints) => take(hook, hints, clock(), true),
    flush: () => deliveries.flush(),
  };
}

/** The secret that a hook's calls are compared with; `sealed` if the configured key cannot open it. */
function openSecret({ secrets }: IntakeContext['notifications'], hook: StoredHook): string | null | 'sealed' {
  if (hook.sealedSecret === null) return null;
  try {
    return secrets?.open(hook.sealedSecret, placeOf(hook.id)) ?? 'sealed';
  } catch {
    return 'sealed';
  }
}

/** What a hook's secret is sealed for. */
export function placeOf(id: string): string {
  return `hook ${id}`;
}
