'use client';

import { setSingleKeys, useSingleKeys } from '#components/commands/single-keys.ts';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { hideKeyList, useKeyList } from './key-list.ts';
import { SHORTCUT_GROUPS, SHORTCUTS, type Shortcut } from './shortcuts.ts';

/** The list of keyboard shortcuts, and the switch for those of one character. */
export function KeyList() {
  const open = useKeyList();
  const singleKeys = useSingleKeys();
  return (
    <Dialog
      title="Keyboard shortcuts"
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) hideKeyList();
      }}
    >
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto p-4 text-sm">
        <label className="flex min-h-11 cursor-pointer items-start gap-3 rounded-md border border-line p-3">
          <input
            type="checkbox"
            className="mt-1 size-3.5 shrink-0 accent-accent"
            checked={singleKeys}
            onChange={(event) => setSingleKeys(event.target.checked)}
          />
          <span>
            Shortcuts of one character
            <span className="block text-muted">
              Switch them off if you use speech input, or press keys by accident. ⌘K and Ctrl K stay.
            </span>
          </span>
        </label>
        {SHORTCUT_GROUPS.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-2 font-medium">{group}</h3>
            <dl className="grid grid-cols-[minmax(8rem,auto)_1fr] gap-x-6 gap-y-2">
              {SHORTCUTS.filter((shortcut) => shortcut.group === group).map((shortcut) => (
                <KeyRow key={shortcut.does} shortcut={shortcut} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function KeyRow({ shortcut: { keys, isSequence, does } }: { shortcut: Shortcut }) {
  return (
    <div className="contents">
      <dt className="flex flex-wrap items-center gap-1">
        {keys.map((key, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sequence can have the same key twice, and never changes.
          <span key={index} className="flex items-center gap-1">
            {index > 0 && isSequence ? <span className="text-xs text-muted">then</span> : null}
            <kbd className="rounded-sm border border-line-strong px-1.5 text-xs">
              {key.length === 1 ? key.toUpperCase() : key}
            </kbd>
          </span>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
