import { z } from 'zod';
import { parseReference } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { endRolledBack } from '#lib/store/audit.ts';
import { deleteFlag, readFlagsBeneath, writeFlag } from '#lib/store/flags.ts';
import { readRebase } from '#lib/store/rebases.ts';
import type { FleetContext } from '../context.ts';
import type { Consent } from './apply-rebase.ts';
import { scanAround } from './scan-around.ts';

const PREFIX = 'roll-back:';
/** Whoever rolls back has recorded it by then, or was killed. */
const GRACE_MS = 20_000;
/** A tag that has not moved by then was never put. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

const intent = z.object({ actor: z.string(), reason: z.string().nullable(), at: z.coerce.date() });

/** Notes that a rebase is about to be rolled back, before its tag is put: so the move is recorded whatever happens. */
export async function noteRollBack({ db, clock }: FleetContext, id: string, consent: Consent): Promise<void> {
  const { actor, reason } = consent;
  await writeFlag(db, `${PREFIX}${id}`, { actor, reason, at: clock().toISOString() });
}

/** Forgets the note: the move is recorded, or was never made. */
export async function forgetRollBack({ db }: FleetContext, id: string): Promise<void> {
  await deleteFlag(db, `${PREFIX}${id}`);
}

/** Records the moves of rollbacks whose process was killed after the tag was put and before that was recorded. */
export async function finishRollBacks(context: FleetContext): Promise<void> {
  for (const { name, value } of await readFlagsBeneath(context.db, PREFIX)) {
    const { at, ...consent } = intent.parse(value);
    const age = context.clock().getTime() - at.getTime();
    if (age >= 0 && age < GRACE_MS) continue;
    const id = name.slice(PREFIX.length);
    if ((await isRolledBack(context, id, consent)) || age > FORGOTTEN_AFTER_MS || age < 0) {
      await forgetRollBack(context, id);
    }
  }
}

/** Records the move where the tag is what it was before the rebase; false where it is not, or cannot be asked. */
async function isRolledBack(context: FleetContext, id: string, consent: Consent): Promise<boolean> {
  const found = await readRebase(context.db, id);
  if (found === undefined || found.rebase.state !== 'succeeded') return true;
  const { rebase } = found;
  const now = await context.push.registry.resolve(parseReference(rebase.target)).then(
    ({ digest }) => digest,
    (error: unknown) => {
      if (!(error instanceof RegistryError)) throw error;
      return error.kind === 'not-found' ? null : undefined;
    },
  );
  if (now !== rebase.targetDigest) return false;
  await endRolledBack(context.db, rebase, consent, context.clock());
  await context.events.publish([{ type: 'rebase', id, state: 'rolled-back' }]);
  await scanAround(context, [rebase.target]);
  return true;
}
