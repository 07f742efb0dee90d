import type { DestinationField, DestinationFields } from './preset.ts';
import { PRESET, PRESETS, type PresetName } from './presets.ts';

type Fields<P extends PresetName> = (typeof PRESETS)[P]['fields'];
type FieldsWith<P extends PresetName, Flag extends keyof DestinationField> = {
  [F in keyof Fields<P>]: Fields<P>[F] extends Readonly<Record<Flag, unknown>> ? F : never;
}[keyof Fields<P>];

type Webhook<P extends PresetName> = { readonly kind: 'webhook'; readonly preset: P };

/** Where a webhook goes, with its secrets: one string for each field of its preset. */
export type WebhookDestination = {
  [P in PresetName]: Webhook<P> & { readonly [F in keyof Fields<P>]: string };
}[PresetName];

type SlackDestination = { readonly kind: 'slack'; readonly url: string };
type EmailDestination = { readonly kind: 'email'; readonly recipients: readonly string[] };

/** Where a channel goes, with its secrets. Stored sealed; {@link publicPart} is what may be shown. */
export type Destination = WebhookDestination | SlackDestination | EmailDestination;

/** A webhook's destination as a request gives it: a signing key may be left out. */
type RequestedWebhook = {
  [P in PresetName]: Webhook<P> & {
    readonly [F in Exclude<keyof Fields<P>, FieldsWith<P, 'generated'>>]: string;
  } & { readonly [F in FieldsWith<P, 'generated'>]?: string | undefined };
}[PresetName];

/** A destination as a request gives it. */
export type RequestedDestination = RequestedWebhook | SlackDestination | EmailDestination;

/** A field that some preset shows again. */
export type PublicField = { [P in PresetName]: FieldsWith<P, 'public'> }[PresetName];

/** The part of a destination that may be shown: of a URL its host alone. */
export type PublicDestination = {
  readonly host?: string | undefined;
  readonly recipients?: readonly string[] | undefined;
} & { readonly [F in PublicField]?: string | undefined };

/** Every {@link PublicField}, once. */
export const PUBLIC_FIELDS = [
  ...new Set(PRESET.flatMap((preset) => publicFieldsOf(preset))),
] as readonly PublicField[];

/** The fields of a preset by name. */
export function fieldsOf(preset: PresetName): DestinationFields {
  return PRESETS[preset].fields;
}

/** The part of a destination that may be shown. */
export function publicPart(destination: Destination): PublicDestination {
  if (destination.kind === 'email') return { recipients: destination.recipients };
  const { host } = new URL(urlOf(destination));
  if (destination.kind === 'slack') return { host };
  const { kind: _, preset, ...values } = destination;
  const shown = new Set(publicFieldsOf(preset));
  return { host, ...Object.fromEntries(Object.entries(values).filter(([name]) => shown.has(name))) };
}

/** The field whose URL decides which host gets the requests: `url`, `apiUrl`. */
export function urlFieldOf(destination: Exclude<RequestedDestination, EmailDestination>): string {
  if (destination.kind === 'slack') return 'url';
  const field = Object.entries(fieldsOf(destination.preset)).find(([, { format }]) => format === 'url');
  if (field === undefined) throw new Error(`the preset ${destination.preset} has no field for a URL`);
  return field[0];
}

/** The URL that decides which host gets the requests. */
export function urlOf(destination: Exclude<RequestedDestination, EmailDestination>): string {
  const values: Readonly<Record<string, string | undefined>> = destination;
  return values[urlFieldOf(destination)] ?? '';
}

/** True if requests to a destination of this preset are signed with a key of the channel. */
export function isSigned(preset: PresetName): boolean {
  return Object.values(fieldsOf(preset)).some(({ generated }) => generated === true);
}

function publicFieldsOf(preset: PresetName): string[] {
  return Object.entries(fieldsOf(preset)).flatMap(([name, field]) => (field.public === true ? [name] : []));
}
