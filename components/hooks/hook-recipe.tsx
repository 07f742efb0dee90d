import { CopyField } from '#components/ui/controls/copy-field.tsx';
import type { NewHookView } from '#lib/api/contract/hooks.ts';
import { HOOK_KINDS, type HookKind, isAuthenticated } from '#lib/hooks/hook-kind.ts';
import { hookRecipe, PLACEHOLDER } from './hook-recipes.ts';

/** How to set up the sender, with the address and the secret while they are known. */
export function HookRecipe({ kind, created }: { kind: HookKind; created: NewHookView | null }) {
  const { how, paste } = hookRecipe(kind, created ?? PLACEHOLDER);
  return (
    <section aria-labelledby="recipe-title" className="space-y-2">
      <h2 id="recipe-title" className="font-medium">
        Set up {HOOK_KINDS[kind].label}
      </h2>
      <p className="max-w-[80ch] text-sm">{how}</p>
      {paste === undefined ? null : <CopyField label="To paste" value={paste} />}
      {created === null ? (
        <p className="max-w-[80ch] text-sm text-muted">
          {isAuthenticated(kind)
            ? 'The address and the secret were shown when the hook was created. If they are lost, create another hook.'
            : 'The address was shown when the hook was created. If it is lost, create another hook.'}
        </p>
      ) : null}
    </section>
  );
}

/** The address and the secret of a new hook, which are shown only here and only once. */
export function NewHookSecrets({ created }: { created: NewHookView }) {
  const hasOwn = isAuthenticated(created.kind);
  return (
    <div role="status" className="space-y-3 rounded-md border border-line-strong bg-surface p-4 text-sm">
      <p>
        <strong className="font-medium">Shown only this once.</strong>{' '}
        {hasOwn
          ? 'Keep both: whoever has them can make Baseboard read tags again, and nothing else.'
          : 'The address is the secret, because this sender can send no other. Keep it to yourself.'}
      </p>
      <CopyField label="Address" value={created.url} />
      {hasOwn ? <CopyField label="Secret" value={created.secret} /> : null}
    </div>
  );
}
