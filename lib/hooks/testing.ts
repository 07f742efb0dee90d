import { formatReference } from '#lib/oci/reference.ts';
import type { HookRequest } from './hint.ts';
import type { HookKind } from './hook-kind.ts';
import type { HookPlace } from './place-hints.ts';
import { readHook } from './read-hook.ts';

/** A call with these headers, in any letter case, and this body: text, bytes, or a value to send as JSON. */
export function call(body: unknown, headers: Readonly<Record<string, string>> = {}): HookRequest {
  const sent = new Headers(headers);
  const bytes =
    body instanceof Uint8Array
      ? body
      : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
  return { header: (name) => sent.get(name), body: bytes };
}

const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const DIGEST = `sha256:${'a1'.repeat(32)}`;

/** An event of Distribution: a push of a tag, unless it says otherwise. */
export function distributionEvent(
  target: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
) {
  return {
    id: '320678d8-ca14-430f-8bb6-4ca139cd83f7',
    timestamp: '2026-03-09T14:44:26.402973972-08:00',
    action: 'push',
    target: {
      mediaType: OCI_INDEX,
      size: 708,
      digest: DIGEST,
      length: 708,
      repository: 'shop/api',
      url: `http://192.168.100.227:5000/v2/shop/api/manifests/${DIGEST}`,
      tag: '1.4',
      ...target,
    },
    request: {
      id: '6df24a34-0959-4923-81ca-14f09767db19',
      addr: '192.168.64.11:42961',
      host: 'r.test:5000',
      method: 'PUT',
      useragent: 'curl/7.38.0',
    },
    actor: {},
    source: { addr: 'xtal.local:5000', instanceID: 'a53db899-3b4b-4a62-a067-8dd013beaca4' },
    ...more,
  };
}

/** Payloads in the form of each vendor's documents: a push of one tag, with the name and the headers that it is read by. */
export const PUSHES = {
  distribution: { body: { events: [distributionEvent()] }, headers: {}, name: 'r.test:5000/shop/api:1.4' },
  'docker-hub': {
    // docs.docker.com/docker-hub/repos/manage/webhooks
    body: {
      callback_url:
        'https://registry.hub.docker.com/u/svendowideit/testhook/hook/2141b5bi5i5b02bec211i4eeih0242eg11000a/',
      push_data: { pushed_at: 1417566161, pusher: 'trustedbuilder', tag: 'latest' },
      repository: {
        name: 'testhook',
        namespace: 'svendowideit',
        repo_name: 'svendowideit/testhook',
        repo_url: 'https://registry.hub.docker.com/u/svendowideit/testhook/',
        status: 'Active',
      },
    },
    headers: {},
    name: 'docker.io/svendowideit/testhook:latest',
  },
  github: {
    body: {
      action: 'published',
      package: githubPackage({ package_url: 'ghcr.io/octocat/api:1.4' }, { name: '1.4', digest: DIGEST }),
    },
    headers: { 'X-GitHub-Event': 'package' },
    name: 'ghcr.io/octocat/api:1.4',
  },
  harbor: {
    // goharbor.io/docs/working-with-projects/project-configuration/configure-webhooks
    body: {
      type: 'PUSH_ARTIFACT',
      occur_at: 1680501893,
      operator: 'harbor-jobservice',
      event_data: {
        resources: [
          { digest: DIGEST, tag: 'latest', resource_url: 'hub.harbor.com/test-webhook/debian:latest' },
        ],
        repository: {
          date_created: 1680501893,
          name: 'debian',
          namespace: 'test-webhook',
          repo_full_name: 'test-webhook/debian',
          repo_type: 'private',
        },
      },
    },
    headers: {},
    name: 'hub.harbor.com/test-webhook/debian:latest',
  },
  quay: {
    // docs.quay.io/guides/notifications.html
    body: {
      name: 'repository',
      repository: 'mynamespace/repository',
      namespace: 'mynamespace',
      docker_url: 'quay.io/mynamespace/repository',
      homepage: 'https://quay.io/repository/mynamespace/repository',
      updated_tags: ['latest'],
    },
    headers: {},
    name: 'quay.io/mynamespace/repository:latest',
  },
  zot: {
    // zotregistry.dev, events: CloudEvents in binary mode
    body: { name: 'shop/api', reference: '1.4', digest: DIGEST, mediaType: OCI_INDEX, manifest: '{}' },
    headers: {
      'ce-id': '0f1b',
      'ce-source': 'zotregistry.dev',
      'ce-specversion': '1.0',
      'ce-type': 'zotregistry.image.updated',
    },
    name: 'zot.test/shop/api:1.4',
  },
  ecr: {
    // docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
    body: {
      version: '0',
      id: '13cde686-328b-6117-af20-0e5566167482',
      'detail-type': 'ECR Image Action',
      source: 'aws.ecr',
      account: '123456789012',
      time: '2019-11-16T01:54:34Z',
      region: 'us-west-2',
      resources: [],
      detail: {
        result: 'SUCCESS',
        'repository-name': 'my-repository-name',
        'image-digest': DIGEST,
        'action-type': 'PUSH',
        'image-tag': 'latest',
      },
    },
    headers: {},
    name: '123456789012.dkr.ecr.us-west-2.amazonaws.com/my-repository-name:latest',
  },
  acr: {
    // learn.microsoft.com/azure/container-registry/container-registry-webhook-reference
    body: distributionEvent(
      {
        mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        repository: 'hello-world',
        tag: 'v1',
      },
      {
        request: { id: '3cbb6949', host: 'myregistry.azurecr.io', method: 'PUT', useragent: 'docker/17.09' },
      },
    ),
    headers: {},
    name: 'myregistry.azurecr.io/hello-world:v1',
  },
  gar: {
    // cloud.google.com/artifact-registry/docs/configure-notifications
    body: pubSub({
      action: 'INSERT',
      digest: `us-east1-docker.pkg.dev/my-project/my-repo/hello-world@${DIGEST}`,
      tag: 'us-east1-docker.pkg.dev/my-project/my-repo/hello-world:1.1',
    }),
    headers: {},
    name: 'us-east1-docker.pkg.dev/my-project/my-repo/hello-world:1.1',
  },
  gitlab: {
    body: { events: [distributionEvent({}, { request: { host: 'registry.gitlab.test' } })] },
    headers: {},
    name: 'registry.gitlab.test/shop/api:1.4',
  },
  artifactory: {
    // jfrog.com/help, webhook event types: Docker
    body: {
      domain: 'docker',
      event_type: 'pushed',
      data: {
        repo_key: 'docker-local',
        path: 'shop/api/1.4/list.manifest.json',
        name: 'list.manifest.json',
        sha256: DIGEST.slice('sha256:'.length),
        size: 708,
        image_name: 'shop/api',
        tag: '1.4',
        platforms: [],
      },
      subscription_key: 'baseboard',
      jpd_origin: 'https://art.test',
      source: 'jfrog/ci',
    },
    headers: {},
    name: 'art.test/docker-local/shop/api:1.4',
  },
  generic: { body: { images: ['r.test/shop/api:1.4'] }, headers: {}, name: 'r.test/shop/api:1.4' },
} as const;

/** A Pub/Sub push with a change of Artifact Registry. */
export function pubSub(change: unknown) {
  return {
    message: {
      data: Buffer.from(JSON.stringify(change)).toString('base64'),
      messageId: '136969346945',
      publishTime: '2026-03-09T14:44:26.402Z',
    },
    subscription: 'projects/my-project/subscriptions/baseboard',
  };
}

/** The `package` of GitHub's events, as complete as its schema requires. */
export function githubPackage(
  version: Readonly<Record<string, unknown>>,
  tag: { readonly name: string; readonly digest: string },
) {
  const user = {
    login: 'octocat',
    id: 1,
    node_id: 'MDQ6VXNlcjE=',
    avatar_url: 'https://avatars.githubusercontent.com/u/1',
    gravatar_id: '',
    ...Object.fromEntries(
      ['url', 'html_url', 'followers_url', 'following_url', 'gists_url', 'starred_url', 'subscriptions_url']
        .concat(['organizations_url', 'repos_url', 'events_url', 'received_events_url'])
        .map((name) => [name, 'https://api.github.com/users/octocat']),
    ),
    type: 'User',
    site_admin: false,
  };
  return {
    id: 10696,
    name: 'api',
    namespace: 'octocat',
    description: '',
    ecosystem: 'CONTAINER',
    package_type: 'CONTAINER',
    html_url: 'https://github.com/users/octocat/packages/container/package/api',
    created_at: '2026-03-09T14:44:26Z',
    updated_at: '2026-03-09T14:44:26Z',
    owner: user,
    package_version: {
      id: 24147,
      version: DIGEST,
      name: DIGEST,
      description: '',
      summary: '',
      html_url: 'https://github.com/users/octocat/packages/container/api/24147',
      metadata: [],
      container_metadata: { tag },
      package_files: [],
      installation_command: 'docker pull ghcr.io/octocat/api:1.4',
      ...version,
    },
    registry: {
      about_url: 'https://docs.github.com/packages',
      name: 'GitHub CONTAINER registry',
      type: 'CONTAINER',
      url: 'https://CONTAINER.pkg.github.com/octocat',
      vendor: 'GitHub Inc',
    },
  };
}

/** The registry of the examples whose payloads name no host. */
const BOUND = { zot: 'zot.test', artifactory: 'art.test' };

/** Where the names of a kind's example belong. */
export function placeOf(kind: HookKind, more: Partial<HookPlace> = {}): HookPlace {
  const registry = kind === 'zot' || kind === 'artifactory' ? BOUND[kind] : null;
  return { kind, registry, map: {}, ...more };
}

/** The names of the hints of a call, or what it says instead. */
export function names(kind: HookKind, body: unknown, headers = {}, more: Partial<HookPlace> = {}) {
  const reading = readHook(call(body, headers), placeOf(kind, more));
  return reading.says === 'hints' ? reading.hints.map(nameOf) : reading.says;
}

/** The name of a hint. */
export function nameOf({
  registry,
  repository,
  tag,
}: {
  registry: string;
  repository: string;
  tag?: string;
}) {
  return tag === undefined ? `${registry}/${repository}` : formatReference({ registry, repository, tag });
}
