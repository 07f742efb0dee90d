// Fields that several presets share.
import type { DestinationField } from './preset.ts';

export const TOKEN = {
  format: {
    pattern: /^[\x21-\x7e]+$/,
    message: 'is not a token: printable ASCII without spaces',
    maxLength: 500,
  },
  password: true,
} as const satisfies Partial<DestinationField>;

export const REPOSITORY = {
  label: 'Repository',
  placeholder: 'owner/name',
  format: {
    pattern: /^[\w.-]{1,100}\/[\w.-]{1,100}$/,
    message: 'is not of the form owner/name',
    maxLength: 201,
  },
  public: true,
} as const satisfies DestinationField;

/** As git's rules for names allow the usual ones. */
export const REF = {
  label: 'Branch or tag',
  placeholder: 'main',
  format: {
    pattern: /^(?![-/.])[^\s\p{Cc}~^:?*[\\]+$/u,
    message: 'is not the name of a branch or tag',
    maxLength: 255,
  },
  public: true,
} as const satisfies DestinationField;

export const GITHUB_API = {
  label: 'GitHub API',
  hint: 'For GitHub Enterprise Server: https://github.example.com/api/v3',
  placeholder: 'https://api.github.com',
  format: 'url',
  default: 'https://api.github.com',
} as const satisfies DestinationField;

export const RECEIVER_URL = {
  label: 'URL',
  hint: 'Stored encrypted; only its host is shown again',
  placeholder: 'https://ci.example.com/hooks/baseboard',
  wide: true,
  format: 'url',
} as const satisfies DestinationField;

export const SIGNING_KEY = {
  label: 'Signing key',
  hint: 'Leave empty to create one, which is shown once',
  placeholder: 'whsec_…',
  wide: true,
  format: {
    // Standard Webhooks: base64 of 24 to 64 bytes.
    pattern: /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/,
    message: 'is not whsec_ followed by base64 of 24 to 64 bytes',
    maxLength: 94,
  },
  generated: true,
} as const satisfies DestinationField;
