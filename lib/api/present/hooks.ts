import type { StoredHookDelivery } from '#lib/store/hooks/deliveries.ts';
import type { StoredHook } from '#lib/store/hooks/hooks.ts';
import type { HookDeliveryView, HookView } from '../contract/hooks.ts';

/** A hook in the contract's format, without its secrets. */
export function presentHook(hook: StoredHook): HookView {
  const { id, name, kind, registry, map, serviceAccount, disabled, createdBy } = hook;
  return {
    ...{ id, name, kind, registry, map, serviceAccount, disabled, createdBy },
    createdAt: hook.createdAt.toISOString(),
    lastHeardAt: hook.lastHeardAt?.toISOString() ?? null,
  };
}

/** A call in the contract's format. */
export function presentHookDelivery(delivery: StoredHookDelivery): HookDeliveryView {
  const { id, outcome, test, accepted, hinted, hints } = delivery;
  return {
    ...{ id, outcome, test, accepted, hinted },
    at: delivery.at.toISOString(),
    hints: hints.map(({ reference, digest, effect }) => ({ reference, digest, effect })),
  };
}
