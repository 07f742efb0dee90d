/** What stands in a recipe for what is not known yet. */
export const PLACEHOLDER = { server: 'https://baseboard.example.com', source: 'SOURCE-ID' };

/** Where a recipe posts: the address of this Baseboard, and the id of the source. */
type Target = typeof PLACEHOLDER;

/** An account of a cluster that may do what reading it takes, and nothing else. `docs/sources.md` has the same; a test compares them. */
export const CLUSTER_ACCOUNT = `apiVersion: v1
kind: ServiceAccount
metadata: { name: baseboard, namespace: baseboard }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: baseboard }
rules:
  - apiGroups: [""]
    resources: [pods, nodes]
    verbs: [list, watch]
  - apiGroups: [apps]
    resources: [deployments, replicasets, statefulsets, daemonsets]
    verbs: [list, watch]
  - apiGroups: [batch]
    resources: [jobs, cronjobs]
    verbs: [list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: baseboard }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: baseboard }
subjects: [{ kind: ServiceAccount, name: baseboard, namespace: baseboard }]`;

/** The token of that account, for a source that names a server. */
export const CLUSTER_TOKEN = 'kubectl create token baseboard -n baseboard --duration 8760h';

/** Who can post to a source, and how it is set up. */
export const POST_RECIPE = {
  agent: {
    label: 'An agent in a cluster',
    how: 'Save an API token with the scope track to a file named token. Create a secret from it: kubectl create secret generic baseboard-token -n baseboard --from-file=token. Set the image that your server runs and the name of the cluster, and apply this after the account above.',
    paste: ({ server, source }: Target) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: baseboard-agent, namespace: baseboard }
spec:
  replicas: 1
  selector: { matchLabels: { app: baseboard-agent } }
  template:
    metadata: { labels: { app: baseboard-agent } }
    spec:
      serviceAccountName: baseboard
      containers:
        - name: agent
          image: registry.example.com/baseboard:0.1.0
          command: [node, lib/cli/main.ts, agent]
          args:
            - --server=${server}
            - --source=${source}
            - --cluster=prod
            - --token-file=/run/secrets/baseboard/token
          securityContext:
            runAsNonRoot: true
            runAsUser: 1000
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          resources: { requests: { cpu: 10m, memory: 128Mi }, limits: { memory: 512Mi } }
          volumeMounts: [{ name: token, mountPath: /run/secrets/baseboard, readOnly: true }]
      volumes: [{ name: token, secret: { secretName: baseboard-token } }]`,
  },
  github: {
    label: 'GitHub Actions',
    how: 'Store an API token with the scope track as the secret BASEBOARD_TOKEN, and set BASEBOARD in the workflow to the address of your Baseboard package.',
    paste: ({ server, source }: Target) => `name: images
on:
  push:
    branches: [main]
  schedule:
    - cron: "17 5 * * *"
permissions:
  contents: read
jobs:
  import:
    runs-on: ubuntu-latest
    env:
      BASEBOARD: https://artifacts.example.com/baseboard-0.1.0.tgz
      BASEBOARD_TOKEN: \${{ secrets.BASEBOARD_TOKEN }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: >-
          npx --yes --package "$BASEBOARD"
          baseboard import --server ${server} --source ${source} --sequence "$GITHUB_RUN_NUMBER" --every 1d .`,
  },
  gitlab: {
    label: 'GitLab CI',
    how: 'Store an API token with the scope track as the masked variable BASEBOARD_TOKEN, and the address of your Baseboard package as BASEBOARD. Give the default branch a daily schedule.',
    paste: ({ server, source }: Target) => `images:
  image: node:24-slim
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - >-
      npx --yes --package "$BASEBOARD"
      baseboard import --server ${server} --source ${source} --sequence "$CI_PIPELINE_IID" --every 1d .`,
  },
} as const satisfies Readonly<
  Record<string, { readonly label: string; readonly how: string; paste(target: Target): string }>
>;

/** A way to post. */
export type PostRecipe = keyof typeof POST_RECIPE;
export const POST_RECIPES = Object.keys(POST_RECIPE) as readonly PostRecipe[];
