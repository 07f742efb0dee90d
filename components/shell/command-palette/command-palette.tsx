'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useId, useState } from 'react';
import { rowAfterKey } from './command-matches.ts';
import { type Command, useCommands } from './use-commands.tsx';

/** A field that finds images, bases and actions. Arrow keys select a result, Enter opens it. */
export function CommandPalette({ onDone, onKeys }: { onDone: () => void; onKeys: () => void }) {
  const id = useId();
  const router = useRouter();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const { commands, searching } = useCommands(text, onKeys);
  const at = Math.min(chosen, Math.max(commands.length - 1, 0));

  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    if (command.act === undefined || command.closes !== false) onDone();
    if (command.href !== undefined) router.push(command.href);
    command.act?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = rowAfterKey(event.key, at, commands.length);
    if (next !== undefined) {
      event.preventDefault();
      setChosen(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(commands[at]);
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
        aria-activedescendant={commands.length > 0 ? `${id}-${at}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
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
            onMouseMove={() => setChosen(index)}
            onClick={() => run(command)}
            className={`flex h-9 cursor-pointer items-center gap-3 rounded-sm px-2.5 ${index === at ? 'bg-raised' : ''}`}
          >
            <span className="w-12 shrink-0 text-xs text-muted">{command.group}</span>
            <span className="flex min-w-0 flex-1">{command.label}</span>
            {command.aside}
          </div>
        ))}
      </div>
      <p role="status" className={commands.length > 0 ? 'sr-only' : 'px-4 pb-4 text-sm text-muted'}>
        {commands.length > 0
          ? `${commands.length} found`
          : searching
            ? 'Searching…'
            : 'No tracked image or base has this name. Paste a full reference to track an image.'}
      </p>
    </>
  );
}
