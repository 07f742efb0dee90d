import { type ComponentProps, useId } from 'react';

/** An input field with its label, and below it a hint or the error. */
export function Field({
  label,
  hint,
  error,
  onText,
  wide = false,
  ...input
}: {
  label: string;
  hint?: string;
  /** The server's error about it. */
  error: string | undefined;
  onText: (text: string) => void;
  wide?: boolean;
} & Omit<ComponentProps<'input'>, 'onChange'>) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className={`min-w-0 space-y-1.5 ${wide ? 'md:col-span-2' : ''}`}>
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      <input
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        {...input}
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
        onChange={(event) => onText(event.target.value)}
        className={`mono h-8 w-full rounded-md border bg-bg px-2 max-md:h-11 ${error === undefined ? 'border-line-strong' : 'border-status-broken'}`}
      />
      <Below id={`${id}-below`} text={below} isError={error !== undefined} />
    </div>
  );
}

/** The same for several lines. */
export function LinesField({
  label,
  hint,
  error,
  value,
  optional = false,
  onText,
}: {
  label: string;
  hint: string;
  error: string | undefined;
  value: string;
  optional?: boolean;
  onText: (text: string) => void;
}) {
  const id = useId();
  return (
    <div className="min-w-0 space-y-1.5 md:col-span-2">
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        value={value}
        required={!optional}
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-below`}
        onChange={(event) => onText(event.target.value)}
        className={`mono w-full rounded-md border bg-bg px-2 py-1.5 ${error === undefined ? 'border-line-strong' : 'border-status-broken'}`}
      />
      <Below id={`${id}-below`} text={error ?? hint} isError={error !== undefined} />
    </div>
  );
}

/** The text below a field: its hint or the error. */
export function Below({ id, text, isError }: { id: string; text: string | undefined; isError: boolean }) {
  if (text === undefined) return null;
  return (
    <p
      id={id}
      role={isError ? 'alert' : undefined}
      className={`break-words ${isError ? 'text-status-broken' : 'text-muted'}`}
    >
      {text}
    </p>
  );
}
