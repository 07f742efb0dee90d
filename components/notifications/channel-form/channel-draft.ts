import type {
  ChannelEditRequest,
  ChannelRequest,
  ChannelView,
  DestinationRequest,
} from '#lib/api/contract/channels.ts';

type Preset = NonNullable<ChannelView['preset']>;
type Change = ChannelView['changes'][number];

/** What the form holds, as it is typed. */
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
  /** Whether the destination is entered: always of a new channel, of one that is there where it is to change. */
  readonly redirects: boolean;
}

/** The form of a new channel. */
export const NEW_CHANNEL: ChannelDraft = {
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
  redirects: true,
};

/** The form of a channel that is there; its secrets are not known to the browser. */
export function draftOf(channel: ChannelView): ChannelDraft {
  const { name, kind, preset, filter, changes, coolDownHours, destination } = channel;
  return {
    ...NEW_CHANNEL,
    name,
    kind,
    preset: preset ?? NEW_CHANNEL.preset,
    filter,
    changes,
    coolDownHours: String(coolDownHours),
    repository: destination.repository ?? '',
    workflow: destination.workflow ?? '',
    project: destination.project ?? '',
    ref: destination.ref ?? '',
    recipients: (destination.recipients ?? []).join('\n'),
    // Addresses are no secret: they are shown, and changed like the rest.
    redirects: kind === 'email',
  };
}

/** The request that makes the channel. */
export function creationOf(draft: ChannelDraft): ChannelRequest {
  return { ...commonOf(draft), destination: destinationOf(draft) };
}

/** The request that changes it: the destination goes with it only where it was entered. */
export function editOf(draft: ChannelDraft): ChannelEditRequest {
  return { ...commonOf(draft), ...(draft.redirects ? { destination: destinationOf(draft) } : {}) };
}

/** Adds a change, or takes it away. */
export function toggled(changes: readonly Change[], change: Change): Change[] {
  return changes.includes(change) ? changes.filter((each) => each !== change) : [...changes, change];
}

function commonOf({ name, filter, changes, coolDownHours }: ChannelDraft) {
  return {
    name: name.trim(),
    filter: filter.trim(),
    changes: [...changes],
    // What is no number is left to the server, which says so.
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
