import { useId } from 'react';

/** A choice of one value, with its label and below it the server's error about it. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  error,
  onValue,
}: {
  label: string;
  value: Value;
  options: readonly (readonly [value: Value, words: string])[];
  error?: string | undefined;
  onValue: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div className="min-w-0 space-y-1.5">
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onValue(target.value as Value)}
        className="h-8 w-full rounded-md border border-line-strong bg-bg px-2 max-md:h-11"
      >
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
      {error === undefined ? null : (
        <p role="alert" className="break-words text-status-broken">
          {error}
        </p>
      )}
    </div>
  );
}
