import type { HookKind } from '#lib/hooks/hook-kind.ts';

/** The settings of one registry: where they are, and what to paste there. */
export interface HookRecipe {
  /** What to do, in one or two sentences. */
  readonly how: string;
  /** What to paste; absent where only the address and the secret are entered. */
  readonly paste?: string;
}

/** What stands for the address and the secret once they are no longer shown. */
export const PLACEHOLDER = { url: 'https://baseboard.example.com/hooks/…', secret: 'SECRET' };

/** How to set up the sender of a hook. `docs/hooks.md` has the same with placeholders; a test compares them. */
export function hookRecipe(kind: HookKind, { url, secret }: typeof PLACEHOLDER): HookRecipe {
  return RECIPES[kind](url, secret);
}

const RECIPES: Readonly<Record<HookKind, (url: string, secret: string) => HookRecipe>> = {
  distribution: (url, secret) => ({
    how: 'Add this to the registry’s config.yml and restart it.',
    paste: `notifications:
  endpoints:
    - name: baseboard
      url: ${url}
      headers:
        Authorization: ["Bearer ${secret}"]
      timeout: 5s
      threshold: 5
      backoff: 10s
      ignore:
        mediatypes: [application/octet-stream]
        actions: [pull]`,
  }),
  'docker-hub': () => ({
    how: 'Open the repository on Docker Hub, then Webhooks, and enter the address. Each repository needs its own webhook; all can have the same address.',
  }),
  github: () => ({
    how: 'Open the settings of the organization or the repository, then Webhooks › Add webhook. Enter the address and the secret, choose the content type application/json, and select only the events Packages and Registry packages.',
  }),
  harbor: () => ({
    how: 'Open the project, then Webhooks › New webhook. Choose http, the events Artifact pushed and Replication status changed, and either payload format. Enter the address as endpoint URL and the secret as auth header.',
  }),
  quay: () => ({
    how: 'Open the repository’s settings, then Events and notifications › Create notification: the event Push to repository, the method Webhook POST, and the address.',
  }),
  zot: (url, secret) => ({
    how: 'Add this to the extensions in zot’s configuration and restart it. The events extension must be in your build.',
    paste: `"events": {
  "enable": true,
  "sinks": [
    {
      "type": "http",
      "address": "${url}",
      "timeout": "5s",
      "credentials": { "token": "${secret}" }
    }
  ]
}`,
  }),
  ecr: (url, secret) => ({
    how: 'Let EventBridge send the events of ECR to an API destination. Fill in the three ARNs.',
    paste: `aws events create-connection --name baseboard --authorization-type API_KEY \\
  --auth-parameters 'ApiKeyAuthParameters={ApiKeyName=X-Api-Key,ApiKeyValue=${secret}}'
aws events create-api-destination --name baseboard --http-method POST \\
  --connection-arn "$CONNECTION_ARN" --invocation-endpoint ${url}
aws events put-rule --name baseboard --event-pattern \\
  '{"source":["aws.ecr"],"detail-type":["ECR Image Action"],"detail":{"action-type":["PUSH"],"result":["SUCCESS"]}}'
aws events put-targets --rule baseboard \\
  --targets "Id=baseboard,Arn=$DESTINATION_ARN,RoleArn=$ROLE_ARN"`,
  }),
  acr: (url, secret) => ({
    how: 'Create a webhook for pushes. Fill in the name of the registry.',
    paste: `az acr webhook create --registry "$REGISTRY" --name baseboard --actions push \\
  --uri ${url} \\
  --headers "Authorization=Bearer ${secret}"`,
  }),
  gar: (url, secret) => ({
    how: 'Artifact Registry publishes to the topic gcr of its project. Let Pub/Sub push it, signed for the secret as audience, by the service account that you named.',
    paste: `gcloud pubsub topics create gcr
gcloud pubsub subscriptions create baseboard --topic gcr \\
  --push-endpoint ${url} \\
  --push-auth-service-account "$SERVICE_ACCOUNT" \\
  --push-auth-token-audience ${secret}`,
  }),
  gitlab: (url, secret) => ({
    how: 'Add this to /etc/gitlab/gitlab.rb and run gitlab-ctl reconfigure. GitLab.com cannot send it.',
    paste: `registry['notifications'] = [
  {
    'name' => 'baseboard',
    'url' => '${url}',
    'timeout' => '5s',
    'threshold' => 5,
    'backoff' => '10s',
    'headers' => { 'Authorization' => ['Bearer ${secret}'] }
  }
]`,
  }),
  artifactory: () => ({
    how: 'Open Administration › General › Webhooks › New webhook. Choose the event Docker: tag was pushed, enter the address and the secret token, and switch on Use secret for payload signing.',
  }),
  generic: (url, secret) => ({
    how: 'Run this at the end of a pipeline, for the images that it has pushed. It signs the call by Standard Webhooks.',
    paste: `body='{"images":["registry.example.com/shop/api:1.4"]}'
id="msg_$(openssl rand -hex 16)"
at="$(date +%s)"
key="$(printf %s '${secret}' | sed 's/^whsec_//' | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')"
signature="$(printf '%s.%s.%s' "$id" "$at" "$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)"
curl --fail-with-body --data "$body" --header 'content-type: application/json' \\
  --header "webhook-id: $id" --header "webhook-timestamp: $at" --header "webhook-signature: v1,$signature" \\
  ${url}`,
  }),
};
