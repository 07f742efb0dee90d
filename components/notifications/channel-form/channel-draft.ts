import type {
  ChannelEditRequest,
  ChannelListView,
  ChannelPreviewRequest,
  ChannelRequest,
  ChannelView,
  DestinationRequest,
} from '#lib/api/contract/channels.ts';
import { fieldsOf } from '#lib/notify/destinations/destination.ts';
import { PRESET, type PRESETS, type PresetName } from '#lib/notify/destinations/presets.ts';

type Change = ChannelView['changes'][number];

/** The name of a destination's field: of a preset, or `url` of a Slack message. */
export type DestinationFieldName = { [P in PresetName]: keyof (typeof PRESETS)[P]['fields'] }[PresetName];

/** What the form of a channel holds, as typed. */
export type ChannelDraft = {
  readonly name: string;
  readonly kind: ChannelView['kind'];
  readonly preset: PresetName;
  readonly filter: string;
  readonly changes: readonly Change[];
  readonly coolDownHours: string;
  readonly recipients: string;
  /** True if the form asks for the destination: always for a new channel, on request for an existing one. */
  readonly entersDestination: boolean;
} & Readonly<Record<DestinationFieldName, string>>;

const FIELD_NAMES = [...new Set(PRESET.flatMap((preset) => Object.keys(fieldsOf(preset))))];
const EMPTY_FIELDS = Object.fromEntries(FIELD_NAMES.map((name) => [name, ''])) as Record<
  DestinationFieldName,
  string
>;

/** A draft with nothing entered. */
export const EMPTY_DRAFT: ChannelDraft = {
  ...EMPTY_FIELDS,
  name: '',
  kind: 'webhook',
  preset: PRESET[0],
  filter: '',
  changes: ['stale', 'broken', 'fresh'],
  coolDownHours: '0',
  recipients: '',
  entersDestination: true,
};

/** The draft of a new channel, of a kind that this server can create. */
export function newDraft({ secrets, email }: ChannelListView['offers']): ChannelDraft {
  return !secrets && email ? { ...EMPTY_DRAFT, kind: 'email' } : EMPTY_DRAFT;
}

/** Why this server cannot create channels of a kind, and what to set; undefined if it can. */
export function kindRefusal(
  kind: ChannelDraft['kind'],
  { secrets, email }: ChannelListView['offers'],
): string | undefined {
  if (kind === 'email')
    return email ? undefined : 'No mail server is configured: add smtp to baseboard.yaml.';
  return secrets ? undefined : 'Its URL is a secret: set BASEBOARD_SECRET_KEY to store it encrypted.';
}

/** The draft of an existing channel; the browser does not know its secrets. */
export function draftOf(channel: ChannelView): ChannelDraft {
  const { name, kind, preset, filter, changes, coolDownHours, destination } = channel;
  const { host: _, recipients = [], ...fields } = destination;
  return {
    ...EMPTY_DRAFT,
    ...Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value ?? ''])),
    name,
    kind,
    preset: preset ?? EMPTY_DRAFT.preset,
    filter,
    changes,
    coolDownHours: String(coolDownHours),
    recipients: recipients.join('\n'),
    // Mail addresses are not secret: they are shown and edited like the rest.
    entersDestination: kind === 'email',
  };
}

/** The request that creates the channel. */
export function creationOf(draft: ChannelDraft): ChannelRequest {
  return { ...commonOf(draft), destination: destinationOf(draft) };
}

/** The request that edits the channel; it has a destination only if one was entered. */
export function editOf(draft: ChannelDraft): ChannelEditRequest {
  return { ...commonOf(draft), ...(draft.entersDestination ? { destination: destinationOf(draft) } : {}) };
}

/** The request that previews the channel's message; it has no destination. */
export function previewOf({ name, kind, preset, filter, changes }: ChannelDraft): ChannelPreviewRequest {
  return {
    ...{ name: name.trim(), kind, filter: filter.trim(), changes: [...changes] },
    preset: kind === 'webhook' ? preset : null,
  };
}

/** Adds a change, or removes it. */
export function toggled(changes: readonly Change[], change: Change): Change[] {
  return changes.includes(change) ? changes.filter((each) => each !== change) : [...changes, change];
}

function commonOf({ name, filter, changes, coolDownHours }: ChannelDraft) {
  return {
    name: name.trim(),
    filter: filter.trim(),
    changes: [...changes],
    // The server reports what is not a number.
    coolDownHours: coolDownHours.trim() === '' ? 0 : Number(coolDownHours),
  };
}

function destinationOf(draft: ChannelDraft): DestinationRequest {
  const { kind, preset } = draft;
  if (kind === 'slack') return { kind, url: draft.url.trim() };
  if (kind === 'email') {
    return { kind, recipients: draft.recipients.split(/[\s,;]+/).filter((address) => address !== '') };
  }
  const typed: Readonly<Record<string, unknown>> = draft;
  const fields = Object.entries(fieldsOf(preset)).flatMap(([name, field]) => {
    const value = String(typed[name]).trim();
    const mayBeLeftOut = field.default !== undefined || field.generated === true;
    return value === '' && mayBeLeftOut ? [] : [[name, value] as const];
  });
  // The table has the fields of each preset, and the server checks them.
  return { kind, preset, ...Object.fromEntries(fields) } as DestinationRequest;
}

/** The error of the recipients field. The server names a wrong address: `destination.recipients[2]`. */
export function recipientsError(errorOf: (field: string) => string | undefined): string | undefined {
  const indexed = Array.from({ length: 20 }, (_, index) => errorOf(`destination.recipients[${index}]`));
  return (
    errorOf('destination.recipients') ??
    errorOf('destination.kind') ??
    indexed.find((error) => error !== undefined)
  );
}
