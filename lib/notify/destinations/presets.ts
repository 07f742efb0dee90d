import type { CloudEvent } from '../events/change-event.ts';
import { CHAT_PRESETS } from './chat-presets.ts';
import { definePreset, type OutgoingRequest, type Signer } from './preset.ts';
import { GITHUB_API, RECEIVER_URL, REF, REPOSITORY, SIGNING_KEY, TOKEN } from './preset-fields.ts';

const GITHUB_HEADERS = {
  accept: 'application/vnd.github+json',
  'content-type': 'application/json',
  'x-github-api-version': '2022-11-28',
};

/** The formats of webhook requests, in the order of the form. */
export const PRESETS = {
  generic: definePreset({
    name: 'Signed CloudEvent',
    hint: 'Any receiver that checks the signature',
    startsPipeline: false,
    fields: { url: RECEIVER_URL, signingKey: SIGNING_KEY },
    target: ({ host }) => `Signed CloudEvent to ${host}`,
    request: (to, event, signer) => signed(to, event, signer, 'application/cloudevents+json'),
  }),
  /** Tekton's `github` interceptor checks the hub signature and filters by the event's name. */
  tekton: definePreset({
    name: 'Tekton EventListener',
    hint: 'Signed so that Tekton’s github interceptor can check it',
    startsPipeline: false,
    fields: { url: RECEIVER_URL, signingKey: SIGNING_KEY },
    target: ({ host }) => `Tekton EventListener to ${host}`,
    request(to, event, signer) {
      const request = signed(to, event, signer, 'application/json');
      return {
        ...request,
        headers: {
          ...request.headers,
          'x-github-event': event.type,
          'x-hub-signature-256': signer.hub(to.signingKey, request.body),
        },
      };
    },
  }),
  /** docs.github.com, "Create a repository dispatch event": at most ten properties, the event is one of them. */
  'github-dispatch': definePreset({
    name: 'GitHub repository_dispatch',
    hint: 'Starts workflows that run on repository_dispatch, with a type such as baseboard-stale',
    startsPipeline: true,
    fields: {
      repository: REPOSITORY,
      token: { label: 'Token', hint: 'Needs the permission Contents: write', ...TOKEN },
      apiUrl: GITHUB_API,
    },
    target: ({ repository, host }) => `${repository} at ${host}`,
    request: ({ apiUrl, repository, token }, event) => ({
      url: `${withoutSlash(apiUrl)}/repos/${repository}/dispatches`,
      headers: { ...GITHUB_HEADERS, authorization: `Bearer ${token}` },
      body: JSON.stringify({
        event_type: `baseboard-${changeOf(event)}`,
        client_payload: { change: changeOf(event), image: event.subject ?? '', event },
      }),
    }),
  }),
  /** docs.github.com, "Create a workflow dispatch event": inputs are strings, and the workflow declares each. */
  'github-workflow': definePreset({
    name: 'GitHub workflow_dispatch',
    hint: 'Starts one workflow, which must declare the inputs change, image and event',
    startsPipeline: true,
    fields: {
      repository: REPOSITORY,
      workflow: {
        label: 'Workflow',
        hint: 'The name of its file',
        placeholder: 'rebuild.yaml',
        format: {
          pattern: /^[\w.-]{1,200}$/,
          message: 'is not a workflow’s file name or id',
          maxLength: 200,
        },
        public: true,
      },
      ref: REF,
      token: { label: 'Token', hint: 'Needs the permission Actions: write', ...TOKEN },
      apiUrl: GITHUB_API,
    },
    target: ({ repository, workflow, ref, host }) => `${repository} ${workflow} on ${ref} at ${host}`,
    request: ({ apiUrl, repository, workflow, ref, token }, event) => ({
      url: `${withoutSlash(apiUrl)}/repos/${repository}/actions/workflows/${encodeURIComponent(workflow)}/dispatches`,
      headers: { ...GITHUB_HEADERS, authorization: `Bearer ${token}` },
      body: JSON.stringify({
        ref,
        inputs: { change: changeOf(event), image: event.subject ?? '', event: JSON.stringify(event) },
      }),
    }),
  }),
  /** docs.gitlab.com, "Trigger a pipeline with a token". */
  'gitlab-pipeline': definePreset({
    name: 'GitLab pipeline trigger',
    hint: 'Starts a pipeline with the variables BASEBOARD_CHANGE, BASEBOARD_IMAGE and BASEBOARD_EVENT',
    startsPipeline: true,
    fields: {
      project: {
        label: 'Project',
        hint: 'Its path or id',
        placeholder: 'group/project',
        format: { pattern: /^[\w./-]{1,255}$/, message: 'is not a project’s id or path', maxLength: 255 },
        public: true,
      },
      ref: REF,
      token: { label: 'Trigger token', ...TOKEN },
      url: {
        label: 'GitLab URL',
        placeholder: 'https://gitlab.com',
        format: 'url',
        default: 'https://gitlab.com',
      },
    },
    target: ({ project, ref, host }) => `${project} on ${ref} at ${host}`,
    request: ({ url, project, ref, token }, event) => ({
      url: `${withoutSlash(url)}/api/v4/projects/${encodeURIComponent(project)}/trigger/pipeline`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        token,
        ref,
        variables: {
          BASEBOARD_CHANGE: changeOf(event),
          BASEBOARD_IMAGE: event.subject ?? '',
          BASEBOARD_EVENT: JSON.stringify(event),
        },
      }),
    }),
  }),
  ...CHAT_PRESETS,
} as const;

/** True if people read its messages: they get one for what is found together, instead of one for each change. */
export function isForPeople(preset: PresetName): boolean {
  return 'chat' in PRESETS[preset];
}

export type PresetName = keyof typeof PRESETS;

/** The presets' names, in the order of the form. */
export const PRESET = Object.keys(PRESETS) as [PresetName, ...PresetName[]];

function signed(
  { url, signingKey }: { readonly url: string; readonly signingKey: string },
  event: CloudEvent,
  signer: Signer,
  contentType: string,
): OutgoingRequest {
  const body = JSON.stringify(event);
  return {
    url,
    headers: { 'content-type': contentType, ...signer.standardWebhooks(signingKey, event.id, body) },
    body,
  };
}

/** `stale`, `broken`, `unknown`, `fresh` or `test`. */
function changeOf({ type }: CloudEvent): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
