import type {
  FilesBody,
  SourceEditBody,
  SourcePreviewBody,
  SourceRequestBody,
  SourceView,
} from '#lib/api/contract/sources.ts';
import { isListedKind } from '#lib/sources/source-kind.ts';
import { fieldsOf, hasSelection, KIND_FIELDS, type KindField, type OfferedKind } from './kind-fields.ts';

/** How tags are selected. */
export const TAG_RULES = {
  all: 'All tags',
  newest: 'The newest of each repository',
  semver: 'Versions in a range',
  regex: 'Tags that match an expression',
  names: 'Named tags',
} as const;
export type TagRule = keyof typeof TAG_RULES;

/** How a source logs in. */
export const ACCESS = {
  login: 'With the login of its registry, or without one',
  token: 'With a token',
  password: 'With a user name and a password',
  aws: 'With an access key',
  keep: 'With the stored credentials',
} as const;
export type Access = keyof typeof ACCESS;

/** How a cluster is reached. */
export const REACH = {
  server: 'A server, with the token of an account',
  kubeconfig: 'A kubeconfig, pasted here',
  cluster: 'The cluster that Baseboard runs in',
} as const;
export type Reach = keyof typeof REACH;

type Settings = Readonly<Record<string, unknown>>;

/** A source as its form holds it. */
export interface SourceDraft {
  readonly name: string;
  readonly kind: OfferedKind;
  /** By the names of the kind's settings. */
  readonly config: Readonly<Record<string, string>>;
  /** The settings as they are stored, with those that the form does not have. */
  readonly stored: Settings;
  /** Of a cluster; the others are reached by their settings. */
  readonly reach: Reach;
  readonly access: Access;
  readonly username: string;
  readonly secret: string;
  /** Patterns of repositories, separated by spaces. */
  readonly include: string;
  readonly exclude: string;
  readonly tags: TagRule;
  readonly newest: string;
  readonly semver: string;
  readonly per: string;
  readonly regex: string;
  readonly names: string;
  readonly pushedWithin: string;
  readonly maxImages: string;
  readonly every: string;
  /** Of the kind `files`: those that were chosen. */
  readonly files: FilesBody['files'];
}

/** The form of a new source. */
export const NEW_DRAFT: SourceDraft = {
  ...{
    name: '',
    kind: 'registry',
    config: {},
    stored: {},
    reach: 'server',
    access: 'login',
    username: '',
    secret: '',
  },
  ...{ include: '', exclude: '', tags: 'all', newest: '', semver: '>=0', per: 'minor', regex: '', names: '' },
  ...{ pushedWithin: '', maxImages: '', every: '6h', files: [] },
};

/** The form of a source, without its credentials. */
export function draftOf(source: SourceView): SourceDraft {
  const { name, config, hasCredentials } = source;
  const kind = isOffered(source.kind) ? source.kind : 'registry';
  const select = recordOf(source.select);
  const repositories = recordOf(select.repositories);
  return {
    ...NEW_DRAFT,
    ...tagsDraft(select.tags),
    name,
    kind,
    config: Object.fromEntries(
      fieldsOf(kind).map(({ name, form }) => [name, shownOf(settingOf(config, name), form)]),
    ),
    stored: config,
    reach: config.inCluster === undefined ? 'server' : 'cluster',
    access: hasCredentials ? 'keep' : kind === 'ecr' ? 'aws' : 'login',
    include: spaced(repositories.include),
    exclude: spaced(repositories.exclude),
    pushedWithin: textOf(select.pushedWithin),
    maxImages: textOf(select.maxImages),
    every: source.every ?? everyOf(kind),
  };
}

/** How often a source of a kind is listed, or posted, unless somebody says. */
export function everyOf(kind: OfferedKind): string {
  return isListedKind(kind) ? NEW_DRAFT.every : '';
}

/** The settings that the form asks for: those of the kind, and of how a cluster is reached. */
export function shownFields({ kind, reach: chosen }: Pick<SourceDraft, 'kind' | 'reach'>): KindField[] {
  return fieldsOf(kind).filter(({ reach }) => reach === undefined || reach === chosen);
}

/** Whether the form asks how to log in: the pod that Baseboard runs in has its own login, and a kubeconfig has one. */
export function asksAccess({ kind, reach }: Pick<SourceDraft, 'kind' | 'reach'>): boolean {
  return isListedKind(kind) && (kind !== 'kubernetes' || reach === 'server');
}

/** How a new source of a kind logs in, unless somebody chooses. */
export function accessOf(kind: OfferedKind): Access {
  if (kind === 'ecr') return 'aws';
  return kind === 'kubernetes' ? 'token' : 'login';
}

/** Whether the form has the settings of a kind. */
export function isOffered(kind: string): kind is OfferedKind {
  return Object.hasOwn(KIND_FIELDS, kind);
}

/** The request that creates a source. What cannot be read is left to the server, which names the field. */
export function creationOf(draft: SourceDraft): SourceRequestBody {
  const { name, kind } = draft;
  const credentials = credentialsOf(draft);
  return {
    ...{ name, kind, config: configOf(draft) },
    ...(hasSelection(kind) ? { select: selectOf(draft) } : {}),
    ...(kind === 'files' || (kind === 'push' && draft.every.trim() === '')
      ? {}
      : { every: draft.every.trim() }),
    ...(kind === 'files' && draft.files.length > 0 ? { files: draft.files } : {}),
    ...(credentials === undefined || credentials === null ? {} : { credentials }),
  };
}

/** The request that previews a source; with stored credentials, those of the edited one. */
export function previewOf(draft: SourceDraft, edited: string | undefined): SourcePreviewBody {
  const stored = draft.access === 'keep' && edited !== undefined ? { sourceId: edited } : {};
  return { ...creationOf(draft), name: draft.name || 'preview', ...stored };
}

/** The request that changes a source to what the form says. */
export function editOf(draft: SourceDraft): SourceEditBody {
  const { kind: _, credentials: __, files: ___, ...settings } = creationOf(draft);
  const credentials = credentialsOf(draft);
  return {
    ...settings,
    every: settings.every ?? null,
    ...(credentials === undefined ? {} : { credentials }),
  };
}

function configOf({ kind, config, stored, reach }: SourceDraft): Settings {
  const inCluster = kind === 'kubernetes' && reach === 'cluster';
  const settings = fieldsOf(kind).reduce<Settings>((before, { name, form, reach }) => {
    if (inCluster && reach === 'server') return withSetting(before, [name], undefined);
    const text = config[name]?.trim() ?? '';
    const value = text === '' ? undefined : settingFrom(text, form);
    return withSetting(before, name.split('.'), value);
  }, stored);
  if (kind !== 'kubernetes') return settings;
  // Without an address, the server names the field.
  const reached = inCluster ? settings : { ...settings, server: settings.server ?? '' };
  return withSetting(reached, ['inCluster'], inCluster ? true : undefined);
}

function settingFrom(text: string, form: KindField['form']): string | string[] {
  switch (form) {
    case 'list':
      return entriesOf(text);
    case 'patterns':
      return text.split('\n').flatMap((line) => line.trim() || []);
    default:
      return text;
  }
}

function settingOf(config: Settings, name: string): unknown {
  return name.split('.').reduce<unknown>((value, key) => recordOf(value)[key], config);
}

/** The settings with one of them replaced, or without it; groups without settings are left out. */
function withSetting(settings: Settings, [key = '', ...below]: readonly string[], value: unknown): Settings {
  const { [key]: before, ...others } = settings;
  const now = below.length === 0 ? value : withSetting(recordOf(before), below, value);
  const isEmpty = now === undefined || (below.length > 0 && Object.keys(recordOf(now)).length === 0);
  return isEmpty ? others : { ...others, [key]: now };
}

function shownOf(value: unknown, form: KindField['form']): string {
  return Array.isArray(value) ? value.map(textOf).join(form === 'patterns' ? '\n' : ' ') : textOf(value);
}

/** `undefined` to keep what is stored, null for none. */
function credentialsOf({ access, username, secret }: SourceDraft): SourceEditBody['credentials'] {
  switch (access) {
    case 'keep':
      return undefined;
    case 'login':
      return null;
    case 'token':
      return { token: secret };
    case 'password':
      return { username, password: secret };
    case 'aws':
      return { accessKeyId: username, secretAccessKey: secret };
  }
}

function selectOf(draft: SourceDraft): Record<string, unknown> {
  const include = entriesOf(draft.include);
  const exclude = entriesOf(draft.exclude);
  const repositories = {
    ...(include.length === 0 ? {} : { include }),
    ...(exclude.length === 0 ? {} : { exclude }),
  };
  return {
    ...(Object.keys(repositories).length === 0 ? {} : { repositories }),
    tags: tagsOf(draft),
    ...(draft.pushedWithin.trim() === '' ? {} : { pushedWithin: draft.pushedWithin.trim() }),
    ...(draft.maxImages.trim() === '' ? {} : { maxImages: Number(draft.maxImages) }),
  };
}

function tagsOf({ tags, newest, semver, per, regex, names }: SourceDraft): unknown {
  const most = newest.trim() === '' ? {} : { newest: Number(newest) };
  switch (tags) {
    case 'all':
      return 'all';
    case 'newest':
      return { newest: Number(newest) };
    case 'semver':
      return { semver, ...most, ...(newest.trim() === '' ? {} : { per }) };
    case 'regex':
      return { regex, ...most };
    case 'names':
      return { names: entriesOf(names) };
  }
}

function tagsDraft(tags: unknown): Partial<SourceDraft> {
  const rule = recordOf(tags);
  const newest = textOf(rule.newest);
  if (typeof rule.semver === 'string') {
    return { tags: 'semver', semver: rule.semver, newest, per: textOf(rule.per) || NEW_DRAFT.per };
  }
  if (typeof rule.regex === 'string') return { tags: 'regex', regex: rule.regex, newest };
  if (Array.isArray(rule.names)) return { tags: 'names', names: rule.names.map(textOf).join(', ') };
  return newest === '' ? { tags: 'all' } : { tags: 'newest', newest };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Values as one line: an input field removes line breaks, and would join them. */
function spaced(value: unknown): string {
  return Array.isArray(value) ? value.map(textOf).join(' ') : '';
}

function entriesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((each) => each !== '');
}
