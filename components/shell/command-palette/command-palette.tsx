'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useState } from 'react';
import { closePalette, usePalette } from '#components/commands/palette-control.ts';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import type { Command } from './command.ts';
import { Highlighted, HighlightedReference } from './highlighted.tsx';
import { firstChoice, rowAfterKey } from './rank-commands.ts';
import { rememberCommand } from './recent-commands.ts';
import { useCommands } from './use-commands.tsx';

/**
 * A field that finds images, bases and actions. Arrow keys select a result, Enter opens it. If the server has not
 * answered yet, Enter waits for the answer and opens the best result.
 */
export function CommandPalette() {
  const palette = usePalette();
  return (
    <Dialog
      title="Jump to"
      hideTitle
      open={palette !== null}
      onOpenChange={(open) => {
        if (!open) closePalette();
      }}
    >
      {palette === null ? null : <Search start={palette.text} />}
    </Dialog>
  );
}

function Search({ start }: { start: string }) {
  const id = useId();
  const router = useRouter();
  const [text, setText] = useState(start);
  const [moved, setMoved] = useState<number | undefined>(undefined);
  /** Enter was pressed, and the answer to the text has not arrived. */
  const [isAwaited, setAwaited] = useState(false);
  const { commands, isAnswered } = useCommands(text);
  const at = Math.min(moved ?? firstChoice(commands), commands.length - 1);

  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    closePalette();
    const { href = null, words, group, isTracking } = command;
    if (!isTracking) rememberCommand({ id: command.id, group, words, href: command.act ? null : href });
    if (href !== null) router.push(href);
    command.act?.();
  };
  const runBest = useEffectEvent(() => {
    setAwaited(false);
    run(commands[at]);
  });
  useEffect(() => {
    if (isAwaited && isAnswered) runBest();
  }, [isAwaited, isAnswered]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = rowAfterKey(event.key, at, commands.length);
    if (next !== undefined) {
      event.preventDefault();
      setMoved(next);
      setAwaited(false);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (isAnswered || moved !== undefined) run(commands[at]);
      else setAwaited(true);
    }
  };

  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type into this field.
        autoFocus
        role="combobox"
        aria-label="Jump to an image, base or action"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setMoved(undefined);
          setAwaited(false);
        }}
        onKeyDown={onKeyDown}
        placeholder="Jump to an image, a base, an action"
        autoComplete="off"
        spellCheck={false}
        className="h-11 shrink-0 border-b border-line bg-surface px-4 text-base outline-none"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Results"
        tabIndex={-1}
        className="min-h-0 overflow-y-auto p-1.5"
      >
        {commands.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above holds the focus and the keys.
          <div
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseMove={() => {
              setMoved(index);
              setAwaited(false);
            }}
            onClick={() => run(command)}
            className={`flex h-9 cursor-pointer items-center gap-3 rounded-sm px-2.5 max-md:h-11 ${index === at ? 'bg-raised' : ''}`}
          >
            <span className="w-12 shrink-0 text-xs text-muted">{command.group}</span>
            <span className="flex min-w-0 flex-1">
              {command.isReference ? (
                <HighlightedReference value={command.words} ranges={command.ranges} />
              ) : (
                <span className="truncate">
                  <Highlighted text={command.words} ranges={command.ranges} />
                </span>
              )}
            </span>
            {command.aside}
          </div>
        ))}
      </div>
      <p
        role="status"
        className={
          isAwaited || !commands.some((each) => !each.isTracking) ? 'px-4 pb-4 text-sm text-muted' : 'sr-only'
        }
      >
        {isAwaited ? 'Searching…' : statusWords(commands, isAnswered)}
      </p>
    </>
  );
}

function statusWords(commands: readonly Command[], isAnswered: boolean): string {
  const found = commands.filter((command) => !command.isTracking).length;
  if (found > 0) return `${found} found`;
  if (!isAnswered) return 'Searching…';
  return commands.length > 0
    ? 'No tracked image or base has this name. Press ↓ and Enter to track this one.'
    : 'No tracked image or base has this name. Paste a full reference to track an image.';
}
