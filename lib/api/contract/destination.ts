import { z } from 'zod';
import { fieldsOf, PUBLIC_FIELDS, type PublicField } from '#lib/notify/destinations/destination.ts';
import type { DestinationField } from '#lib/notify/destinations/preset.ts';
import { PRESET, type PRESETS, type PresetName } from '#lib/notify/destinations/presets.ts';

const url = z
  .string()
  .max(2000)
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'is not an http:// or https:// URL',
  );

/** A field of a preset: optional if it has a default or can be generated. */
function fieldSchema({ format, default: fallback, generated }: DestinationField) {
  const text =
    format === 'url' ? url : z.string().max(format.maxLength).regex(format.pattern, format.message);
  if (generated === true) return text.optional();
  return fallback === undefined ? text : text.default(fallback);
}

type FieldSchema<F> = F extends { readonly generated: true }
  ? z.ZodOptional<z.ZodString>
  : F extends { readonly default: string }
    ? z.ZodDefault<z.ZodString>
    : z.ZodString;
type Fields<P extends PresetName> = (typeof PRESETS)[P]['fields'];
type PresetSchema = {
  [P in PresetName]: z.ZodObject<
    { kind: z.ZodLiteral<'webhook'>; preset: z.ZodLiteral<P> } & {
      -readonly [F in keyof Fields<P>]: FieldSchema<Fields<P>[F]>;
    },
    z.core.$strict
  >;
}[PresetName];

/** The destination of a webhook, by the table of presets. */
function presetSchema(preset: PresetName): PresetSchema {
  const fields = Object.entries(fieldsOf(preset)).map(([name, field]) => [name, fieldSchema(field)] as const);
  const schema = z.strictObject({
    kind: z.literal('webhook'),
    preset: z.literal(preset),
    ...Object.fromEntries(fields),
  });
  // The type derives from the same table, field by field.
  return schema as unknown as PresetSchema;
}

const [first, ...others] = PRESET;

/** Where a channel sends its messages. It contains secrets, so it appears in requests only. */
export const destination = z.discriminatedUnion('kind', [
  z.discriminatedUnion('preset', [presetSchema(first), ...others.map(presetSchema)]),
  z.strictObject({ kind: z.literal('slack'), url }),
  z.strictObject({
    kind: z.literal('email'),
    recipients: z.array(z.email('is not an e-mail address').max(254)).min(1).max(20),
  }),
]);

const publicFields = Object.fromEntries(PUBLIC_FIELDS.map((name) => [name, z.string().optional()]));

/** The part of a destination that is not secret: of a URL, its host. */
export const publicDestination = z.object({
  host: z.string().optional(),
  ...(publicFields as Record<PublicField, z.ZodOptional<z.ZodString>>),
  recipients: z.array(z.string()).optional(),
});
