import type { HookRequest } from '#lib/api/contract/hooks.ts';
import { type HookKind, needsRegistry } from '#lib/hooks/hook-kind.ts';

/** The form of a new hook, as it is filled in. */
export interface HookDraft {
  readonly name: string;
  readonly kind: HookKind;
  readonly registry: string;
  /** A line for each mapped name: `registry:5000 = registry.example.com`. */
  readonly map: string;
  readonly serviceAccount: string;
}

export const NEW_HOOK: HookDraft = {
  name: '',
  kind: 'distribution',
  registry: '',
  map: '',
  serviceAccount: '',
};

/** The request for a draft; fields that its kind does not have, and empty ones, are left out. */
export function requestOf({ name, kind, registry, map, serviceAccount }: HookDraft): HookRequest {
  const lines = map.split('\n').filter((line) => line.trim() !== '');
  const account = kind === 'gar' ? serviceAccount.trim() : '';
  return {
    name,
    kind,
    ...(registry.trim() === '' ? {} : { registry: registry.trim() }),
    ...(lines.length === 0 ? {} : { map: Object.fromEntries(lines.map(entryOf)) }),
    ...(account === '' ? {} : { serviceAccount: account }),
  };
}

/** What a line maps; a line without `=` maps to nothing, which the server refuses with the line. */
function entryOf(line: string): [from: string, to: string] {
  const [from = '', ...to] = line.split('=');
  return [from.trim(), to.join('=').trim()];
}

/** The hint below the registry's field. */
export function registryHint(kind: HookKind): string {
  return needsRegistry(kind)
    ? 'Its host in references, because its calls do not name it'
    : 'Its host in references. Leave it empty to take the one that calls name';
}
