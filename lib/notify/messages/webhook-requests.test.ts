import { HTTP } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import { type ChangeNotification, eventId } from '../events/change-event.ts';
import { changesMessage, testMessage } from './message.ts';
import { slackRequest, webhookRequest } from './webhook-requests.ts';
import { hubSignature, newSigningKey, signatureHeaders } from './webhook-signature.ts';

const AT = new Date('2026-01-02T03:04:05Z');
const CHANNEL = { channel: { id: 'c', name: 'Rebuild' }, link: undefined };
const NOTIFICATION: ChangeNotification = {
  change: 'stale',
  before: 'fresh',
  since: AT.toISOString(),
  image: { id: 'i', reference: 'r.test/shop/cart:1', digest: null },
  status: 'stale',
  summary: 'Its base moved.',
  base: { name: 'r.test/debian:12', digest: null, currentDigest: null },
  behindSince: AT.toISOString(),
};
const MESSAGE = changesMessage('d1', [{ id: 'e1', content: NOTIFICATION }], CHANNEL);
const EVENT = MESSAGE.event;
const signingKey = newSigningKey();

it('an event’s id depends on the channel, the image, the change and its time', () => {
  const id = eventId('c', 'i', 'stale', AT);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(eventId('c', 'i', 'stale', new Date(AT))).toBe(id);
  const others = [
    eventId('d', 'i', 'stale', AT),
    eventId('c', 'j', 'stale', AT),
    eventId('c', 'i', 'fresh', AT),
    eventId('c', 'i', 'stale', new Date(AT.getTime() + 1)),
  ];
  expect(new Set([id, ...others]).size).toBe(5);
});

describe('presets', () => {
  it('generic: a structured CloudEvent that its library reads', () => {
    const url = 'https://ci.example.com/hook?x=1';
    const request = webhookRequest({ kind: 'webhook', preset: 'generic', url, signingKey }, MESSAGE, AT);
    expect(request.url).toBe(url);
    expect(request.headers['content-type']).toBe('application/cloudevents+json');
    expect(request.headers).toMatchObject(signatureHeaders(signingKey, 'e1', AT, request.body));
    expect(HTTP.toEvent({ headers: { ...request.headers }, body: request.body })).toMatchObject({
      id: 'e1',
      type: 'baseboard.image.stale',
      source: '/baseboard',
      subject: 'r.test/shop/cart:1',
      time: AT.toISOString(),
    });
  });

  it('tekton: the same, with what its github interceptor checks', () => {
    const url = 'http://el-rebuild.ci.svc:8080/';
    const request = webhookRequest({ kind: 'webhook', preset: 'tekton', url, signingKey }, MESSAGE, AT);
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'x-github-event': 'baseboard.image.stale',
      'x-hub-signature-256': hubSignature(signingKey, request.body),
      ...signatureHeaders(signingKey, 'e1', AT, request.body),
    });
    expect(JSON.parse(request.body)).toEqual(EVENT);
  });

  it('github-dispatch', () => {
    const to = { apiUrl: 'https://api.github.com/', repository: 'acme/images', token: 'ghp_x' };
    const request = webhookRequest({ kind: 'webhook', preset: 'github-dispatch', ...to }, MESSAGE, AT);
    expect(request.url).toBe('https://api.github.com/repos/acme/images/dispatches');
    expect(request.headers).toMatchObject({
      authorization: 'Bearer ghp_x',
      accept: 'application/vnd.github+json',
    });
    const body = JSON.parse(request.body);
    expect(body).toEqual({
      event_type: 'baseboard-stale',
      client_payload: { change: 'stale', image: 'r.test/shop/cart:1', event: EVENT },
    });
    expect(Object.keys(body.client_payload).length).toBeLessThanOrEqual(10);
  });

  it('github-workflow: every input is a string', () => {
    const to = { apiUrl: 'https://ghe.example.com/api/v3', repository: 'acme/images', token: 'ghp_x' };
    const request = webhookRequest(
      { kind: 'webhook', preset: 'github-workflow', ...to, workflow: 'rebuild.yaml', ref: 'main' },
      MESSAGE,
      AT,
    );
    expect(request.url).toBe(
      'https://ghe.example.com/api/v3/repos/acme/images/actions/workflows/rebuild.yaml/dispatches',
    );
    const { ref, inputs } = JSON.parse(request.body);
    expect([ref, Object.keys(inputs)]).toEqual(['main', ['change', 'image', 'event']]);
    expect(JSON.parse(inputs.event)).toEqual(EVENT);
  });

  it('gitlab-pipeline: the token is in the body, and the project’s path is one path segment', () => {
    const to = { url: 'https://gitlab.com', project: 'acme/images', ref: 'main', token: 'glptt-x' };
    const request = webhookRequest({ kind: 'webhook', preset: 'gitlab-pipeline', ...to }, MESSAGE, AT);
    expect(request.url).toBe('https://gitlab.com/api/v4/projects/acme%2Fimages/trigger/pipeline');
    const { token, ref, variables } = JSON.parse(request.body);
    expect({ token, ref }).toEqual({ token: 'glptt-x', ref: 'main' });
    expect(variables).toMatchObject({ BASEBOARD_CHANGE: 'stale', BASEBOARD_IMAGE: 'r.test/shop/cart:1' });
    expect(JSON.parse(variables.BASEBOARD_EVENT)).toEqual(EVENT);
  });

  it('teams: one Adaptive Card in the message of a workflow', () => {
    const url = 'https://prod-01.westeurope.logic.azure.com/workflows/x';
    const request = webhookRequest({ kind: 'webhook', preset: 'teams', url }, MESSAGE, AT);
    expect(request.url).toBe(url);
    expect(JSON.parse(request.body)).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.4',
            body: [
              { type: 'RichTextBlock', inlines: [{ text: 'r.test/shop/cart:1 went stale' }] },
              { inlines: [{ text: 'r.test/shop/cart:1' }, { text: ' went stale. Its base moved.' }] },
            ],
          },
        },
      ],
    });
  });

  it('discord: one embed, and nobody may be mentioned', () => {
    const url = 'https://discord.com/api/webhooks/1/x';
    const request = webhookRequest({ kind: 'webhook', preset: 'discord', url }, MESSAGE, AT);
    expect(JSON.parse(request.body)).toMatchObject({
      allowed_mentions: { parse: [] },
      embeds: [
        {
          title: 'r.test/shop/cart:1 went stale',
          description: '- **r.test/shop/cart:1** went stale. Its base moved.',
        },
      ],
    });
  });

  it('ntfy: publishes as JSON to the server’s root, with a token if there is one', () => {
    const to = { url: 'https://ntfy.sh', topic: 'alerts', accessToken: 'tk_x' };
    const request = webhookRequest({ kind: 'webhook', preset: 'ntfy', ...to }, MESSAGE, AT);
    expect([request.url, request.headers.authorization]).toEqual(['https://ntfy.sh', 'Bearer tk_x']);
    expect(JSON.parse(request.body)).toEqual({
      topic: 'alerts',
      title: 'r.test/shop/cart:1 went stale',
      message: 'r.test/shop/cart:1 went stale. Its base moved.',
      priority: 3,
    });
    const open = webhookRequest({ kind: 'webhook', preset: 'ntfy', ...to, accessToken: '' }, MESSAGE, AT);
    expect(open.headers).not.toHaveProperty('authorization');
  });

  it('a test has its own change', () => {
    const message = testMessage('t1', AT, CHANNEL);
    const to = { apiUrl: 'https://api.github.com', repository: 'acme/images', token: 'x' };
    const { body } = webhookRequest({ kind: 'webhook', preset: 'github-dispatch', ...to }, message, AT);
    expect(JSON.parse(body)).toMatchObject({ event_type: 'baseboard-test' });
  });
});

it('Slack gets only the text', () => {
  const { body } = slackRequest({ url: 'https://hooks.slack.com/services/T/B/x' }, 'hello');
  expect(JSON.parse(body)).toEqual({ text: 'hello' });
});
