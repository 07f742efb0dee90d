// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are compose files and templates.
import { describe, expect, it } from 'vitest';
import { parsePaste } from '../parse-paste.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

/** The images as `line reference (place)`, and the problems as `line problem`. */
async function read(text: string) {
  const { images, problems } = await parsePaste(text);
  const place = (text: string | undefined) => (text === undefined ? '' : ` (${text})`);
  return {
    images: images.map(
      (image) => `${image.line} ${image.reference.replace('docker.io/library/', '')}${place(image.place)}`,
    ),
    formats: [...new Set(images.map(({ format }) => format))],
    problems: problems.map(({ line, problem }) => `${line} ${problem}`),
  };
}

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-0', annotations: { note: '{"image":"no/such:1"}' } },
  spec: {
    initContainers: [{ name: 'migrate', image: 'q.io/shop/migrate:7' }],
    containers: [{ name: 'app', image: 'q.io/shop/web:7' }],
    ephemeralContainers: [{ name: 'debug', image: 'busybox:1.37', targetContainerName: 'app' }],
    volumes: [
      { name: 'model', image: { reference: 'q.io/shop/model:2' } },
      { name: 'x', rbd: { image: 'disk' } },
    ],
  },
  status: {
    containerStatuses: [{ name: 'app', image: 'q.io/other/spelling:7', imageID: `q.io/x@${DIGEST}` }],
  },
};

describe('Kubernetes', () => {
  it('kubectl get pods -o json', async () => {
    const list = { apiVersion: 'v1', items: [POD], kind: 'List', metadata: { resourceVersion: '' } };
    const text = JSON.stringify(list, null, 4);
    const lineOf = (word: string) => text.split('\n').findIndex((line) => line.includes(word)) + 1;
    expect(await read(`$ kubectl get pods -o json\n${text}`)).toEqual({
      images: [
        `${lineOf('migrate:7') + 1} q.io/shop/migrate:7 (Pod web-0, init container migrate)`,
        `${lineOf('web:7') + 1} q.io/shop/web:7 (Pod web-0, container app)`,
        `${lineOf('busybox') + 1} busybox:1.37 (Pod web-0, ephemeral container debug)`,
        `${lineOf('model:2') + 1} q.io/shop/model:2 (Pod web-0, image volume)`,
      ],
      formats: ['kubernetes'],
      problems: [],
    });
  });

  it('several documents of all kinds', async () => {
    const text = `# shop
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: app
          image: "ghcr.io/acme/shop/web:1.4"
          env: [{ name: IMAGE, value: not/this:1 }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80 }] }
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly
spec:
  jobTemplate:
    spec:
      template:
        spec:
          initContainers:
            - image: busybox:1.37
              name: wait
          containers:
            - image: ghcr.io/acme/shop/jobs@${DIGEST}
              name: job
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: api }
spec:
  template: { spec: { containers: [{ name: api, image: ghcr.io/acme/shop/api:2 }] } }
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main }
spec:
  image: quay.io/prometheus/prometheus:v3.1.0
---
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
images:
  - name: ghcr.io/acme/shop/web
    newTag: "1.10"
`;
    expect(await read(text)).toEqual({
      images: [
        '12 ghcr.io/acme/shop/web:1.4 (Deployment web, container app)',
        '30 busybox:1.37 (CronJob nightly, init container wait)',
        `33 ghcr.io/acme/shop/jobs@${DIGEST} (CronJob nightly, container job)`,
        '40 ghcr.io/acme/shop/api:2 (Rollout api, container api)',
        '46 quay.io/prometheus/prometheus:v3.1.0 (Prometheus main)',
        '51 ghcr.io/acme/shop/web:1.10 (Kustomization)',
      ],
      formats: ['kubernetes'],
      problems: [],
    });
  });

  it('kubectl get deployments -o yaml, with the command above and a fence around', async () => {
    const text = `\`\`\`yaml
$ kubectl get deploy -o yaml
apiVersion: v1
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: web
  spec:
    template:
      spec:
        containers:
        - image: nginx:1.27
          name: web
kind: List
\`\`\`
`;
    expect((await read(text)).images).toEqual(['13 nginx:1.27 (Deployment web, container web)']);
  });

  it('a piece of a manifest', async () => {
    expect((await read('- name: web\n  image: nginx:1.27\n- name: db\n  image: postgres:17')).images).toEqual(
      ['2 nginx:1.27 (image)', '4 postgres:17 (image)'],
    );
  });

  it('an object without images says so', async () => {
    expect((await read('apiVersion: v1\nkind: Service\nmetadata:\n  name: x')).problems).toEqual([
      '1 This is YAML that names no image.',
    ]);
  });
});

describe('compose files', () => {
  it('services, variables with defaults, anchors and builds', async () => {
    const text = `name: shop
x-base: &base
  image: ghcr.io/acme/shop/base:\${BASE_TAG:-1.2}
  restart: always
services:
  web:
    <<: *base
  api:
    image: "\${REGISTRY-ghcr.io}/acme/api:\${TAG:-2}"
  db:
    image: postgres:17
  jobs:
    image: q.io/jobs:$VERSION
  docs:
    build: ./docs
`;
    expect(await read(text)).toEqual({
      images: [
        '3 ghcr.io/acme/shop/base:1.2 (service web)',
        '9 ghcr.io/acme/api:2 (service api)',
        '11 postgres:17 (service db)',
      ],
      formats: ['compose'],
      problems: [
        '13 “q.io/jobs:$VERSION” depends on the variable VERSION, which has no default here.',
        '15 The service “docs” is built here and names no image. Paste its Dockerfile to see the base.',
      ],
    });
  });
});

describe('Helm values', () => {
  it('maps and texts', async () => {
    const text = `image:
  registry: docker.io
  repository: bitnami/redis
  tag: 7.4.2-debian-12-r0
  digest: ""
metrics:
  enabled: true
  image:
    repository: quay.io/oliver006/redis_exporter
    tag: 1.10
    pullPolicy: IfNotPresent
sidecar:
  image: ghcr.io/acme/sidecar
  imageTag: "2.0"
initImage: busybox:1.37
proxy:
  image:
    repository: envoyproxy/envoy
    tag: ""
pinned:
  image: { repository: q.io/app, digest: ${DIGEST} }
`;
    expect(await read(text)).toEqual({
      images: [
        '3 docker.io/bitnami/redis:7.4.2-debian-12-r0 (image)',
        '9 quay.io/oliver006/redis_exporter:1.10 (metrics.image)',
        '13 ghcr.io/acme/sidecar:2.0 (sidecar.image)',
        '15 busybox:1.37 (initImage)',
        `21 q.io/app@${DIGEST} (pinned.image)`,
      ],
      formats: ['helm', 'yaml'],
      problems: [
        '18 “proxy.image” has no tag: the chart sets it. Paste the output of “helm template” instead.',
      ],
    });
  });

  it('a registry for all images', async () => {
    const text =
      'global:\n  imageRegistry: mirror.example.com\nimage:\n  registry: docker.io\n  repository: a/b\n  tag: "1"';
    expect((await read(text)).images).toEqual(['5 mirror.example.com/a/b:1 (image)']);
  });

  it('a template is named as one, and its plain image lines are read', async () => {
    const text =
      'spec:\n  {{- range .Values.x }}\n  image: "{{ .Values.image }}:{{ .Values.tag }}"\n  image: q.io/a:1\n  {{- end }}';
    const { images, problems } = await read(text);
    expect(images).toEqual(['4 q.io/a:1']);
    expect(problems).toEqual([expect.stringContaining('paste the output of “helm template”')]);
  });

  it('YAML that is not valid says where, and its image lines are read', async () => {
    const { images, problems } = await read('services:\n  web:\n    image: q.io/a:1\n   bad: [1\n');
    expect(images).toEqual(['3 q.io/a:1']);
    expect(problems).toEqual([
      expect.stringMatching(/^[45] This is not valid YAML, so only its image lines/),
    ]);
  });
});

describe('YAML', () => {
  it('pipelines', async () => {
    expect(
      (await read('image: node:24\ntest:\n  image:\n    name: q.io/test:1\n    entrypoint: [""]')).images,
    ).toEqual(['1 node:24 (image)', '4 q.io/test:1 (test.image)']);
  });

  it('a list', async () => {
    expect((await read('- debian:12 # one\n- q.io/a:1\n')).images).toEqual(['1 debian:12', '2 q.io/a:1']);
  });

  it('aliases of aliases are read once each', async () => {
    const bomb = Array.from({ length: 30 }, (_, n) =>
      n === 0
        ? 'a0: &a0 { image: q.io/a:1 }'
        : `a${n}: &a${n} [${Array(10)
            .fill(`*a${n - 1}`)
            .join(', ')}]`,
    ).join('\n');
    expect((await read(bomb)).images).toEqual(['1 q.io/a:1 (a0.image)']);
    expect((await read('a: &a\n  b: *a\n  image: q.io/a:1')).images).toEqual(['3 q.io/a:1 (a.image)']);
  });

  it('merge keys that double each other are refused', async () => {
    const base = `base: &b\n${Array.from({ length: 5000 }, (_, n) => `  k${n}: 1`).join('\n')}`;
    const merges = Array.from({ length: 100 }, (_, n) => `m${n}:\n  <<: *b`).join('\n');
    expect((await read(`${base}\n${merges}`)).problems).toEqual([
      expect.stringContaining('merge keys add too much'),
    ]);
  });
});
