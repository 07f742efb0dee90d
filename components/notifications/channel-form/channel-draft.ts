import type {
  ChannelEditRequest,
  ChannelListView,
  ChannelRequest,
  ChannelView,
  DestinationRequest,
} from '#lib/api/contract/channels.ts';

type Preset = NonNullable<ChannelView['preset']>;
type Change = ChannelView['changes'][number];

/** What the form of a channel holds, as typed. */
export interface ChannelDraft {
  readonly name: string;
  readonly kind: ChannelView['kind'];
  readonly preset: Preset;
  readonly filter: string;
  readonly changes: readonly Change[];
  readonly coolDownHours: string;
  readonly url: string;
  readonly signingKey: string;
  readonly apiUrl: string;
  readonly repository: string;
  readonly workflow: string;
  readonly project: string;
  readonly ref: string;
  readonly token: string;
  readonly recipients: string;
  /** True if the form asks for the destination: always for a new channel, on request for an existing one. */
  readonly entersDestination: boolean;
}

/** A draft with nothing entered. */
export const EMPTY_DRAFT: ChannelDraft = {
  name: '',
  kind: 'webhook',
  preset: 'generic',
  filter: '',
  changes: ['stale', 'broken', 'fresh'],
  coolDownHours: '0',
  url: '',
  signingKey: '',
  apiUrl: '',
  repository: '',
  workflow: '',
  project: '',
  ref: '',
  token: '',
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
  return secrets ? undefined : 'Its address is a secret: set BASEBOARD_SECRET_KEY to store it encrypted.';
}

/** The draft of an existing channel; the browser does not know its secrets. */
export function draftOf(channel: ChannelView): ChannelDraft {
  const { name, kind, preset, filter, changes, coolDownHours, destination } = channel;
  return {
    ...EMPTY_DRAFT,
    name,
    kind,
    preset: preset ?? EMPTY_DRAFT.preset,
    filter,
    changes,
    coolDownHours: String(coolDownHours),
    repository: destination.repository ?? '',
    workflow: destination.workflow ?? '',
    project: destination.project ?? '',
    ref: destination.ref ?? '',
    recipients: (destination.recipients ?? []).join('\n'),
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
  const url = draft.url.trim();
  const token = draft.token.trim();
  if (kind === 'slack') return { kind, url };
  if (kind === 'email') {
    return { kind, recipients: draft.recipients.split(/[\s,;]+/).filter((address) => address !== '') };
  }
  const apiUrl = draft.apiUrl.trim() === '' ? {} : { apiUrl: draft.apiUrl.trim() };
  const repository = draft.repository.trim();
  const ref = draft.ref.trim();
  switch (preset) {
    case 'generic':
    case 'tekton': {
      const signingKey = draft.signingKey.trim();
      return { kind, preset, url, ...(signingKey === '' ? {} : { signingKey }) };
    }
    case 'github-dispatch':
      return { kind, preset, ...apiUrl, repository, token };
    case 'github-workflow':
      return { kind, preset, ...apiUrl, repository, workflow: draft.workflow.trim(), ref, token };
    case 'gitlab-pipeline':
      return { kind, preset, ...(url === '' ? {} : { url }), project: draft.project.trim(), ref, token };
  }
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
