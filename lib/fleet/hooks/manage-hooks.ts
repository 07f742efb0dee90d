import { randomUUID } from 'node:crypto';
import type { AccessAction } from '#lib/access/access-action.ts';
import type { Hint } from '#lib/hooks/hint.ts';
import { HOOK_KINDS, type HookKind, isAuthenticated, needsRegistry } from '#lib/hooks/hook-kind.ts';
import { newSigningKey } from '#lib/notify/messages/webhook-signature.ts';
import { canonicalRegistry, isRegistryHost, parseReference, tryParseReference } from '#lib/oci/reference.ts';
import type { Database } from '#lib/store/database/database.ts';
import { listHookDeliveries, type StoredHookDelivery } from '#lib/store/hooks/deliveries.ts';
import {
  countHooks,
  deleteHook,
  insertHook,
  listHooks,
  readHookRow,
  type StoredHook,
  updateHook,
} from '#lib/store/hooks/hooks.ts';
import { anyTrackedReference } from '#lib/store/hooks/known-tags.ts';
import { type Editor, recordChange } from '../access/editor.ts';
import { hashOf, newSecret } from '../access/secrets.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { HookRefusedError, noHook } from './errors.ts';
import { type HookIntake, type IntakeContext, placeOf } from './hook-intake.ts';

/** A hook as a person asks for it. */
export interface HookRequestSettings {
  readonly name: string;
  readonly kind: HookKind;
  readonly registry: string | null;
  readonly map: Readonly<Record<string, string>>;
  readonly serviceAccount: string | null;
}

/** A new hook with what is never shown again: the secret in its address, and the one that authenticates calls. */
export interface NewHook {
  readonly hook: StoredHook;
  readonly pathSecret: string;
  /** The same as `pathSecret` for kinds that can send no other. */
  readonly secret: string;
}

const MAX_HOOKS = 200;

/** Creates a hook. Recorded in the audit log. Throws {@link HookRefusedError}. */
export async function createHook(
  { db, clock, notifications }: Pick<IntakeContext, 'db' | 'clock' | 'notifications'>,
  settings: HookRequestSettings,
  by: Editor,
): Promise<NewHook> {
  const { name, kind, map, serviceAccount } = settings;
  const registry = registryOf(settings);
  refuseMap(map);
  const id = randomUUID();
  const pathSecret = newSecret();
  const secret = isAuthenticated(kind) ? secretFor(kind) : pathSecret;
  const { secrets } = notifications;
  if (isAuthenticated(kind) && secrets === undefined) throw noSecretKey();
  const sealedSecret = isAuthenticated(kind) ? (secrets?.seal(secret, placeOf(id)) ?? null) : null;
  const now = clock();
  const hook = await db.transaction(async (within) => {
    if ((await countHooks(within)) >= MAX_HOOKS) {
      const problem = `There are already ${MAX_HOOKS} hooks, the maximum. Remove one first.`;
      throw new HookRefusedError('too-many-hooks', problem);
    }
    const columns = { id, name, kind, registry, map, serviceAccount, sealedSecret };
    const created = { pathHash: hashOf(pathSecret), createdAt: now, createdBy: by.name };
    const hook = await insertHook(within, { ...columns, ...created });
    await record(within, 'hook-created', hook, now, by);
    return hook;
  });
  return { hook, pathSecret, secret };
}

/** Renames, disables or enables a hook. Recorded in the audit log. Throws `NotFoundError`. */
export function changeHook(
  { db, clock }: WithDatabase & WithClock,
  id: string,
  change: { readonly name?: string | undefined; readonly disabled?: boolean | undefined },
  by: Editor,
): Promise<StoredHook> {
  const { name, disabled } = change;
  const set = { ...(name === undefined ? {} : { name }), ...(disabled === undefined ? {} : { disabled }) };
  return db.transaction(async (within) => {
    const isChange = Object.keys(set).length > 0;
    const hook = await (isChange ? updateHook(within, id, set) : readHookRow(within, id));
    if (hook === undefined) throw noHook(id);
    if (isChange) await record(within, 'hook-changed', hook, clock(), by);
    return hook;
  });
}

/** Removes a hook with its log. Recorded in the audit log. Throws `NotFoundError`. */
export function removeHook({ db, clock }: WithDatabase & WithClock, id: string, by: Editor): Promise<void> {
  return db.transaction(async (within) => {
    const hook = await deleteHook(within, id);
    if (hook === undefined) throw noHook(id);
    await record(within, 'hook-deleted', hook, clock(), by);
  });
}

/** All hooks by name. */
export function getHooks({ db }: WithDatabase): Promise<StoredHook[]> {
  return listHooks(db);
}

/** The last calls of a hook, newest first. Throws `NotFoundError`. */
export async function getHookDeliveries(
  { db }: WithDatabase,
  intake: Pick<HookIntake, 'flush'>,
  id: string,
): Promise<StoredHookDelivery[]> {
  if ((await readHookRow(db, id)) === undefined) throw noHook(id);
  await intake.flush();
  return listHookDeliveries(db, id);
}

/**
 * Sends a hint at a tag through everything that follows a call's authentication: at the reference, or else at an image
 * of the hook's registry that is tracked. Throws `NotFoundError` and `ReferenceSyntaxError`.
 */
export async function testHook(
  { db }: WithDatabase,
  intake: HookIntake,
  id: string,
  reference: string | undefined,
): Promise<StoredHookDelivery> {
  const hook = await readHookRow(db, id);
  if (hook === undefined) throw noHook(id);
  const name = reference ?? (await anyTrackedReference(db, hook.registry));
  const { registry, repository, tag } = name === undefined ? UNKNOWN : parseReference(name);
  const hint: Hint = { registry, repository, ...(tag === undefined ? {} : { tag }) };
  await intake.test(hook, [hint]);
  const [last] = await getHookDeliveries({ db }, intake, id);
  if (last === undefined) throw noHook(id);
  return last;
}

/** What a test is about if nothing is tracked. */
const UNKNOWN = { registry: 'registry.example.com', repository: 'nothing/is-tracked', tag: 'yet' };

function registryOf({ kind, registry: given }: HookRequestSettings): string | null {
  if (given === null) {
    if (!needsRegistry(kind)) return null;
    const problem = `registry: ${HOOK_KINDS[kind].label} does not say which registry it is. Give its host, as in references.`;
    throw new HookRefusedError('invalid-request', problem, 'registry');
  }
  const registry = canonicalRegistry(given);
  if (isRegistryHost(registry)) return registry;
  const problem = `registry: ${given} is not a host. Give it as in references, such as registry.example.com:5000.`;
  throw new HookRefusedError('invalid-request', problem, 'registry');
}

function refuseMap(map: HookRequestSettings['map']): void {
  for (const [from, to] of Object.entries(map)) {
    // A name with a host: what follows does not matter.
    if (tryParseReference(`${to}/x`)?.registry === canonicalRegistry(to.split('/')[0] ?? '')) continue;
    const problem = `map: ${to} (for ${from}) does not begin with a registry’s host, such as registry.example.com.`;
    throw new HookRefusedError('invalid-request', problem, 'map');
  }
}

function secretFor(kind: HookKind): string {
  return HOOK_KINDS[kind].authentication === 'standard' ? newSigningKey() : newSecret();
}

function noSecretKey(): HookRefusedError {
  return new HookRefusedError(
    'no-secret-key',
    'Secrets in your own database need your own key: set BASEBOARD_SECRET_KEY (for example with openssl rand -hex 32) for every process and restart.',
  );
}

function record(
  within: Database,
  action: Extract<AccessAction, `hook-${string}`>,
  { name: subject, kind, registry, disabled }: StoredHook,
  at: Date,
  by: Editor,
): Promise<void> {
  const detail = [kind, registry, disabled ? 'disabled' : null].filter((part) => part !== null).join(', ');
  return recordChange(within, { at, action, subject, detail }, by);
}
