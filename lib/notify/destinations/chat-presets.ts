import { discordBody } from './chat/discord.ts';
import { ntfyBody } from './chat/ntfy.ts';
import { teamsBody } from './chat/teams.ts';
import { defineChatPreset } from './preset.ts';
import { TOKEN } from './preset-fields.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };

const WEBHOOK_URL = {
  label: 'Webhook URL',
  hint: 'Stored encrypted; only its host is shown again',
  wide: true,
  format: 'url',
} as const;

/** The formats of webhook requests that people read: one message for what is found together. */
export const CHAT_PRESETS = {
  teams: defineChatPreset({
    name: 'Microsoft Teams',
    hint: 'An Adaptive Card for the workflow “Post to a channel when a webhook request is received”',
    fields: {
      url: { ...WEBHOOK_URL, placeholder: 'https://prod-01.westeurope.logic.azure.com/workflows/…' },
    },
    target: ({ host }) => `Teams workflow at ${host}`,
    chat: ({ url }, message) => ({ url, headers: JSON_HEADERS, body: teamsBody(message) }),
  }),
  discord: defineChatPreset({
    name: 'Discord',
    hint: 'A message of a channel’s webhook',
    fields: { url: { ...WEBHOOK_URL, placeholder: 'https://discord.com/api/webhooks/…' } },
    target: ({ host }) => `Discord at ${host}`,
    chat: ({ url }, message) => ({ url, headers: JSON_HEADERS, body: discordBody(message) }),
  }),
  ntfy: defineChatPreset({
    name: 'ntfy',
    hint: 'A push message; high priority if something is broken',
    fields: {
      topic: {
        label: 'Topic',
        hint: 'Whoever knows it can read the messages, so it is stored encrypted',
        placeholder: 'baseboard-8f3c1e0b',
        format: {
          pattern: /^[-_A-Za-z0-9]{1,64}$/,
          message: 'is not a topic: up to 64 letters, digits, - and _',
          maxLength: 64,
        },
        password: true,
      },
      accessToken: {
        ...TOKEN,
        label: 'Access token',
        hint: 'For a protected topic; leave empty otherwise',
        placeholder: 'tk_…',
        format: { ...TOKEN.format, pattern: /^[\x21-\x7e]*$/ },
        default: '',
      },
      url: {
        label: 'Server',
        placeholder: 'https://ntfy.sh',
        format: 'url',
        default: 'https://ntfy.sh',
      },
    },
    target: ({ host }) => `ntfy topic at ${host}`,
    chat: ({ url, topic, accessToken }, message) => ({
      url,
      headers:
        accessToken === '' ? JSON_HEADERS : { ...JSON_HEADERS, authorization: `Bearer ${accessToken}` },
      body: ntfyBody(topic, message),
    }),
  }),
} as const;
