/** The most characters of a reason that the audit log takes. */
const MOST = 500;

/** The field for why somebody moves tags. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <label className="block min-w-0 flex-1 basis-72 space-y-1.5 text-sm">
      <span className="block">Reason (kept in the audit log)</span>
      <input
        value={value}
        maxLength={MOST}
        onChange={(event) => onChange(event.target.value)}
        className="h-8 w-full rounded-md border border-line-strong bg-bg px-2 max-md:h-11"
      />
    </label>
  );
}

/** The reason as a request has it: left out if it is empty. */
export function reasonOf(value: string): { reason?: string } {
  return value.trim() === '' ? {} : { reason: value.trim() };
}
