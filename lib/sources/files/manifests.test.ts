// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are templates and expressions.
import { describe, expect, test } from 'vitest';
import { declaredBy } from './testing.ts';

const DIGEST = `sha256:${'cd'.repeat(32)}`;
const deployment = (image: string, name = 'web') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: ${image}\n`;

describe('Kubernetes and kustomize', () => {
  test.each<[name: string, files: Record<string, string>, mentions: string[], notes?: string[]]>([
    [
      'a manifest',
      { 'k8s/web.yaml': deployment('q.io/web:1') },
      ['k8s/web.yaml:9 image q.io/web:1 in=Deployment web, container app'],
    ],
    [
      'rendered manifests from standard input',
      { 'standard input': `---\n${deployment('a:1')}---\n${deployment('b:1', 'b')}` },
      [
        'standard input:10 image a:1 in=Deployment web, container app',
        'standard input:20 image b:1 in=Deployment b, container app',
      ],
    ],
    [
      'a Tekton task',
      {
        't.yaml':
          'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: t }\nspec:\n  steps:\n    - { name: a, image: "a:1" }\n    - image: $(params.builder)\n  sidecars: [{ image: "s:1" }]',
      },
      [
        't.yaml:6 image a:1 in=Task t, step a',
        't.yaml:7 image $(params.builder) in=Task t, step unresolved=$(params.builder)',
        't.yaml:8 image s:1 in=Task t, sidecar',
      ],
    ],
    [
      'a kustomization sets a tag, a name and a digest',
      {
        'base/kustomization.yaml': 'resources: [web.yaml, api.yaml, other.yaml]',
        'base/web.yaml': deployment('web'),
        'base/api.yaml': deployment('q.io:5000/api:1'),
        'base/other.yaml': deployment('other:1'),
        'prod/kustomization.yaml': `resources: [../base]\nimages:\n  - { name: web, newName: q.io/web, newTag: "2.10" }\n  - { name: "q.io:5000/api", digest: "${DIGEST}" }\n  - { name: remote, newTag: "3" }\n  - { name: nothing, newName: else }\n`,
      },
      [
        'base/web.yaml:9 image q.io/web:2.10 in=Deployment web, container app via=prod/kustomization.yaml',
        `base/api.yaml:9 image q.io:5000/api@${DIGEST} in=Deployment web, container app via=prod/kustomization.yaml`,
        'prod/kustomization.yaml:5 image remote:3 in=Kustomization',
        'base/other.yaml:9 image other:1 in=Deployment web, container app',
      ],
    ],
    [
      'two overlays',
      {
        'base/kustomization.yaml': 'resources: [web.yaml]',
        'base/web.yaml': deployment('web:0'),
        'a/kustomization.yml': 'resources: [../base]\nimages: [{ name: web, newTag: a }]',
        'b/Kustomization': 'resources: [../base]\nimages: [{ name: web, newName: q.io/b }]',
      },
      [
        'base/web.yaml:9 image web:a in=Deployment web, container app via=a/kustomization.yml',
        'base/web.yaml:9 image q.io/b:0 in=Deployment web, container app via=b/Kustomization',
      ],
    ],
    [
      'patches',
      {
        'kustomization.yaml':
          'resources: [web.yaml, https://x.io/y.yaml, ../../etc]\npatches:\n  - patch: "- op: replace"\n',
        'web.yaml': deployment('web:0'),
      },
      ['web.yaml:9 image web:0 in=Deployment web, container app'],
      ['kustomization.yaml:3 patches are not evaluated'],
    ],
    [
      'kustomizations that include each other',
      {
        'a/kustomization.yaml': 'resources: [../b]\nimages: [{ name: x, newTag: "1" }]',
        'b/kustomization.yaml': 'resources: [../a]',
      },
      ['a/kustomization.yaml:2 image x:1 in=Kustomization'],
    ],
    [
      'other YAML',
      {
        'openapi.yaml': 'openapi: 3.1.0\nimage: no/such:1',
        'broken.yaml': 'a: [',
        'notes.txt': 'FROM the office',
      },
      [],
    ],
  ])('%s', (_, files, mentions, notes = []) => {
    const found = declaredBy(files);
    expect(found.mentions).toEqual(mentions);
    expect(found.notes).toEqual(notes);
  });
});

describe('Helm', () => {
  const CHART =
    'apiVersion: v2\nname: shop\nversion: 1.0.0\nappVersion: "7.2"\ndependencies:\n  - { name: postgresql, alias: db, repository: "https://charts.example.com" }\n';

  test('values, the annotation, appVersion and what is not known', () => {
    const { mentions, notes } = declaredBy({
      'chart/Chart.yaml': `${CHART}annotations:\n  artifacthub.io/images: |\n    - name: shop\n      image: q.io/shop:7.2\n`,
      'chart/values.yaml': `image:
  repository: q.io/shop
  tag: ""
sidecar:
  image: { registry: q.io, repository: envoy, version: "1.31" }
db:
  image: { repository: bitnami/postgresql }
job:
  image: "q.io/job:{{ .Values.tag }}"
`,
      'chart/templates/web.yaml': deployment('"{{ .Values.image.repository }}"'),
    });
    expect(mentions).toEqual([
      'chart/Chart.yaml:10 values q.io/shop:7.2 in=shop note=listed by the chart',
      "chart/values.yaml:2 values q.io/shop:7.2 in=image note=from values, not rendered; the tag is the chart's appVersion",
      'chart/values.yaml:5 values q.io/envoy:1.31 in=sidecar.image note=from values, not rendered',
      'chart/values.yaml:9 values q.io/job:{{ .Values.tag }} in=job.image note=from values, not rendered unresolved={{ .Values.tag }}',
      'chart/values.yaml:7 values bitnami/postgresql:$tag note=from values, not rendered unresolved=$tag',
    ]);
    expect(notes).toEqual(['chart/Chart.yaml:6 the images of its dependencies are not read: postgresql']);
  });

  test('global.imageRegistry', () => {
    const { mentions } = declaredBy({
      'Chart.yaml': CHART,
      'values-prod.yaml':
        'global: { imageRegistry: m.io }\nimage: { registry: docker.io, repository: a/b, tag: 1.10 }\n',
    });
    expect(mentions).toEqual([
      'values-prod.yaml:2 values m.io/a/b:1.10 in=image note=from values, not rendered',
    ]);
  });

  test('a values file without a chart is other YAML', () => {
    expect(declaredBy({ 'values.yaml': 'image: { repository: a, tag: "1" }' })).toEqual({
      mentions: [],
      notes: [],
      kinds: {},
    });
  });
});

describe('pipelines and units', () => {
  test.each<[name: string, path: string, text: string, mentions: string[], notes?: string[]]>([
    [
      'a GitHub workflow',
      '.github/workflows/ci.yml',
      `on: push
jobs:
  a:
    container: node:24
    services:
      db: { image: "postgres:17", env: { image: no } }
    steps:
      - uses: actions/checkout@v5
      - uses: docker://alpine:3.21
      - run: docker run no/such:1
  b:
    container: { image: "node:\${{ matrix.node }}" }
`,
      [
        ':4 image node:24 in=job a',
        ':6 image postgres:17 in=job a, service db',
        ':9 image alpine:3.21 in=job a',
        ':12 image node:${{ matrix.node }} in=job b unresolved=${{ matrix.node }}',
      ],
    ],
    [
      'a GitHub action',
      'x/action.yml',
      'runs:\n  using: docker\n  image: docker://q.io/a:1',
      [':3 image q.io/a:1 in=action'],
    ],
    ['an action with a Dockerfile', 'action.yml', 'runs:\n  using: docker\n  image: Dockerfile', []],
    [
      'a GitLab pipeline',
      '.gitlab-ci.yml',
      `include: [{ local: x.yml }]
variables: { NODE: "24", OTHER: $CI_X }
image: { name: "node:$NODE", entrypoint: [""] }
default:
  services: [docker:dind]
build:
  image: $CI_REGISTRY_IMAGE/build:1
  services: [{ name: "redis:\${V}", alias: r }]
  variables: { V: { value: "8" } }
  script: [!reference [.x, script]]
.hidden: { image: "h:$OTHER" }
`,
      [
        ':3 image node:24',
        ':5 image docker:dind in=default, service',
        ':7 image $CI_REGISTRY_IMAGE/build:1 in=job build unresolved=$CI_REGISTRY_IMAGE',
        ':8 image redis:8 in=job build, service',
        ':11 image h:$OTHER in=job .hidden unresolved=$OTHER',
      ],
      [':1 include is not evaluated'],
    ],
    [
      'a dev container',
      '.devcontainer/devcontainer.json',
      '{ // "image": "no:1"\n "image": "mcr.microsoft.com/devcontainers/base:\\u0031", /* x */\n}',
      [':2 image mcr.microsoft.com/devcontainers/base:1'],
    ],
    [
      'a dev container with a variable',
      '.devcontainer.json',
      '{"image": "a:${localEnv:V}"}',
      [':1 image a:${localEnv:V} unresolved=${localEnv:V}'],
    ],
    [
      'a Quadlet container',
      'web.container',
      '[Unit]\nImage=no:1\n[Container]\nImage=docker.io/library/nginx:1\n',
      [':4 image nginx:1'],
    ],
    ['a Quadlet container that names a unit', 'web.container', '[Container]\nImage=web.build', []],
    [
      'a Nomad job',
      'jobs/web.nomad.hcl',
      'task "x" {\n  config {\n    image = "q.io/web:1"\n    image = "a:${var.tag}"\n  }\n}',
      [':3 image q.io/web:1', ':4 image a:${var.tag} unresolved=${var.tag}'],
    ],
    [
      'an ECS task definition',
      'deploy/task-definition.json',
      '{"family":"x","containerDefinitions":[{"name":"a","image":"q.io/a:1"},{"name":"b","image":"<IMAGE1_NAME>"}]}',
      [':1 image q.io/a:1 in=container a', ':1 image <IMAGE1_NAME> in=container b unresolved=<IMAGE1_NAME>'],
    ],
  ])('%s', (_, path, text, mentions, notes = []) => {
    const found = declaredBy({ [path]: text });
    expect(found.mentions.map((line) => line.slice(path.length))).toEqual(mentions);
    expect(found.notes.map((line) => line.slice(path.length))).toEqual(notes);
  });

  test('a dev container builds a Dockerfile with its arguments', () => {
    const { mentions } = declaredBy({
      '.devcontainer/devcontainer.json': '{"build":{"dockerfile":"Dockerfile","args":{"V":"12"}}}',
      '.devcontainer/Dockerfile': 'ARG V\nFROM debian:$V',
    });
    expect(mentions).toEqual([
      '.devcontainer/Dockerfile:2 from debian:12 stage=0 final=true via=.devcontainer/devcontainer.json',
    ]);
  });
});
