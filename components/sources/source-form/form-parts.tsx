import type { ReactNode } from 'react';
import { Field, LinesField } from '#components/ui/controls/field.tsx';
import type { KindField } from './kind-fields.ts';

/** One setting of a kind. */
export function Setting({
  field: { label, placeholder, hint, required = false, form },
  ...input
}: {
  field: KindField;
  value: string;
  error: string | undefined;
  onText: (text: string) => void;
}) {
  if (form === 'lines' || form === 'patterns')
    return <LinesField label={label} hint={hint ?? ''} optional={!required} {...input} />;
  const words = hint === undefined ? {} : { hint };
  return <Field label={label} placeholder={placeholder} required={required} {...words} {...input} />;
}

/** Fields that belong together, under a title. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid min-w-0 gap-4 md:grid-cols-2">
      <legend className="mb-3 w-full border-b border-line pb-1.5 font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}
