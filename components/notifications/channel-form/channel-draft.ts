import type {
  ChannelEditRequest,
  ChannelRequest,
  ChannelView,
  DestinationRequest,
} from '#lib/api/contract/channels.ts';
import { fieldsOf } from '#lib/notify/destinations/destination.ts';
import { PRESET, type PRESETS, type PresetName } from '#lib/notify/destinations/presets.ts';

type Change = ChannelView['changes'][number];

/** The name of a destination's field: of a preset, or `url` of a Slack message. */
export type DestinationFieldName = { [P in PresetName]: keyof (typeof PRESETS)[P]['fields'] }[PresetName];

/** What the form holds, as it is typed. */
export type ChannelDraft = {
  readonly name: string;
  readonly kind: ChannelView['kind'];
  readonly preset: PresetName;
  readonly filter: string;
  readonly changes: readonly Change[];
  readonly coolDownHours: string;
  readonly recipients: string;
  /** Whether the destination is entered: always for a new channel, otherwise where it is to change. */
  readonly redirects: boolean;
} & Readonly<Record<DestinationFieldName, string>>;

const FIELD_NAMES = [...new Set(PRESET.flatMap((preset) => Object.keys(fieldsOf(preset))))];
const EMPTY_FIELDS = Object.fromEntries(FIELD_NAMES.map((name) => [name, ''])) as Record<
  DestinationFieldName,
  string
>;

/** The form of a new channel. */
export const NEW_CHANNEL: ChannelDraft = {
  ...EMPTY_FIELDS,
  name: '',
  kind: 'webhook',
  preset: PRESET[0],
  filter: '',
  changes: ['stale', 'broken', 'fresh'],
  coolDownHours: '0',
  recipients: '',
  redirects: true,
};

/** The form of an existing channel; the browser does not know its secrets. */
export function draftOf(channel: ChannelView): ChannelDraft {
  const { name, kind, preset, filter, changes, coolDownHours, destination } = channel;
  const { host: _, recipients = [], ...fields } = destination;
  return {
    ...NEW_CHANNEL,
    ...Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value ?? ''])),
    name,
    kind,
    preset: preset ?? NEW_CHANNEL.preset,
    filter,
    changes,
    coolDownHours: String(coolDownHours),
    recipients: recipients.join('\n'),
    // E-mail addresses are no secret: they are shown, and changed like the rest.
    redirects: kind === 'email',
  };
}

/** The request that creates the channel. */
export function creationOf(draft: ChannelDraft): ChannelRequest {
  return { ...settingsOf(draft), destination: destinationOf(draft) };
}

/** The request that changes it. It has a destination only where one was entered. */
export function editOf(draft: ChannelDraft): ChannelEditRequest {
  return { ...settingsOf(draft), ...(draft.redirects ? { destination: destinationOf(draft) } : {}) };
}

/** The changes with one more, or without it where it was there. */
export function toggled(changes: readonly Change[], change: Change): Change[] {
  return changes.includes(change) ? changes.filter((each) => each !== change) : [...changes, change];
}

function settingsOf({ name, filter, changes, coolDownHours }: ChannelDraft) {
  return {
    name: name.trim(),
    filter: filter.trim(),
    changes: [...changes],
    // The server says what is wrong with anything that is not a number.
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
