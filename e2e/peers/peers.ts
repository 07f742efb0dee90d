import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The Go programs that tests and benchmarks measure against, pinned. `install.ts` builds them once;
 * nothing else does, so that a test never starts a build of minutes.
 *
 * The OCI distribution-spec's conformance program is the peer `conformance`. It takes `OCI_*` variables
 * alone (and `oci-conformance.yaml` of the current folder, so give it one of its own), and writes junit.xml,
 * report.html and results.yaml:
 *
 *     OCI_REGISTRY=127.0.0.1:PORT OCI_TLS=disabled OCI_REPO1=conformance/one OCI_REPO2=conformance/two \
 *     OCI_VERSION=1.1 OCI_RESULTS_DIR=/tmp/results ~/.cache/baseboard/peers/bin/conformance
 *
 * `OCI_USERNAME` and `OCI_PASSWORD` log in; `OCI_API_TAGS_DELETE=false` and its like (`OCI_API_…`,
 * `OCI_DATA_…`) leave out what a registry does not claim to do. The status is 1 when anything failed.
 */
export type PeerName =
  | 'crane'
  | 'registry'
  | 'regctl'
  | 'oras'
  | 'conformance'
  | 'buildkitd'
  | 'buildctl'
  | 'etcd'
  | 'kube-apiserver';

/** How one Go module becomes binaries. */
export interface PeerSource {
  readonly module: string;
  readonly version: string;
  /** Package path below the module for each binary; for `main` programs, a folder beside this file. */
  readonly packages: Readonly<Partial<Record<PeerName, string>>>;
  /**
   * `install`: as `go install …@version`. `dependency`: through a module of our own, because the module has
   * replace directives, which `go install` refuses. `main`: a program of ours over the module's packages.
   */
  readonly by: 'install' | 'dependency' | 'main';
  /** Versions of modules that the module replaces by folders of its own repository: Kubernetes' staging modules. */
  readonly replace?: { readonly version: string; readonly modules: readonly string[] };
  /** It takes minutes to build: only built if it is named. `.ci/run` builds it beside the first tests. */
  readonly isSlow?: boolean;
}

/** The modules in `staging/src/k8s.io` of Kubernetes 1.34. */
const STAGING = [
  ...[
    'api',
    'apiextensions-apiserver',
    'apimachinery',
    'apiserver',
    'cli-runtime',
    'client-go',
    'cloud-provider',
  ],
  ...[
    'cluster-bootstrap',
    'code-generator',
    'component-base',
    'component-helpers',
    'controller-manager',
    'cri-api',
  ],
  ...[
    'cri-client',
    'cri-streaming',
    'csi-translation-lib',
    'dynamic-resource-allocation',
    'endpointslice',
    'externaljwt',
  ],
  ...[
    'kms',
    'kube-aggregator',
    'kube-controller-manager',
    'kube-proxy',
    'kube-scheduler',
    'kubectl',
    'kubelet',
    'metrics',
  ],
  ...[
    'mount-utils',
    'pod-security-admission',
    'sample-apiserver',
    'sample-cli-plugin',
    'sample-controller',
    'streaming',
  ],
].map((name) => `k8s.io/${name}`);

export const PEER_SOURCES: readonly PeerSource[] = [
  {
    module: 'github.com/opencontainers/distribution-spec/conformance',
    version: 'v0.0.0-20260831232431-97274622c111',
    packages: { conformance: '' },
    by: 'install',
  },
  {
    module: 'github.com/regclient/regclient',
    version: 'v0.11.7',
    packages: { regctl: '/cmd/regctl' },
    by: 'install',
  },
  {
    module: 'github.com/google/go-containerregistry',
    version: 'v0.22.1',
    packages: { crane: '/cmd/crane' },
    by: 'install',
  },
  {
    module: 'github.com/google/go-containerregistry',
    version: 'v0.22.1',
    packages: { registry: 'registry' },
    by: 'main',
  },
  { module: 'oras.land/oras', version: 'v1.3.6', packages: { oras: '/cmd/oras' }, by: 'install' },
  {
    module: 'github.com/moby/buildkit',
    version: 'v0.34.2',
    packages: { buildkitd: '/cmd/buildkitd', buildctl: '/cmd/buildctl' },
    by: 'dependency',
  },
  // Debian's etcd 3.4 is too old for this API server: watches fail.
  {
    module: 'go.etcd.io/etcd/server/v3',
    version: 'v3.6.6',
    packages: { etcd: '' },
    by: 'dependency',
    isSlow: true,
  },
  {
    module: 'k8s.io/kubernetes',
    version: 'v1.34.2',
    packages: { 'kube-apiserver': '/cmd/kube-apiserver' },
    by: 'dependency',
    replace: { version: 'v0.34.2', modules: STAGING },
    isSlow: true,
  },
];

/** The folder that keeps built peers between runs: `BASEBOARD_PEERS`, or one in the user's cache. */
export function peersDirectory(): string {
  return process.env.BASEBOARD_PEERS || join(homedir(), '.cache', 'baseboard', 'peers');
}

/** Where a binary stands once built. */
export function peerPath(name: PeerName): string {
  return join(peersDirectory(), 'bin', name);
}

/** The stamp that says that a source was built whole, at the version named here. */
export function stampPath(source: PeerSource): string {
  return join(peersDirectory(), 'stamps', `${Object.keys(source.packages).join('+')}-${source.version}`);
}

/** A built peer's path, or `undefined` where this pinned version was not built here. */
export function peer(name: PeerName): string | undefined {
  const source = PEER_SOURCES.find((each) => name in each.packages);
  if (source === undefined || !existsSync(stampPath(source)) || !existsSync(peerPath(name))) return undefined;
  return peerPath(name);
}
