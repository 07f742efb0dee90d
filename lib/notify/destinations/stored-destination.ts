import { z } from 'zod';
import { type Destination, fieldsOf, PUBLIC_FIELDS, type PublicDestination } from './destination.ts';
import { PRESET, type PresetName } from './presets.ts';

/** The version of stored destinations. Rows without a version are of the first. */
const VERSION = 1;
const version = z.literal(VERSION).default(VERSION);

/** Schema of a preset's stored destination: its fields as they were accepted, none left out. */
function webhook(preset: PresetName) {
  const fields = Object.fromEntries(Object.keys(fieldsOf(preset)).map((name) => [name, z.string()]));
  return z.object({ version, kind: z.literal('webhook'), preset: z.literal(preset), ...fields });
}

const [first, ...others] = PRESET;
const sealed = z.discriminatedUnion('kind', [
  z.discriminatedUnion('preset', [webhook(first), ...others.map(webhook)]),
  z.object({ version, kind: z.literal('slack'), url: z.string() }),
]);

const shown = z.object({
  version,
  host: z.string().optional(),
  recipients: z.array(z.string()).optional(),
  ...Object.fromEntries(PUBLIC_FIELDS.map((name) => [name, z.string().optional()])),
});

/** A destination as JSON text, to be sealed. */
export function formatDestination(destination: Destination): string {
  return JSON.stringify({ version: VERSION, ...destination });
}

/** Parses what {@link formatDestination} wrote, in this version or an older one; `undefined` if it is neither. */
export function parseDestination(text: string): Destination | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = sealed.safeParse(json);
  if (data === undefined) return undefined;
  const { version: _, ...destination } = data;
  // The schema is made of the same table as the type, field by field.
  return destination as Destination;
}

/** The public part as it is stored. */
export function storedPublicPart(destination: PublicDestination): unknown {
  return { version: VERSION, ...destination };
}

/** Parses a stored public part; `undefined` if it is not one. */
export function parsePublicPart(json: unknown): PublicDestination | undefined {
  const { data } = shown.safeParse(json);
  if (data === undefined) return undefined;
  const { version: _, ...destination } = data;
  return destination;
}
