import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { createNamespace } from './cluster-objects.ts';
import type { KubeApiServer } from './kube-apiserver.ts';

/** Applies the manifest of docs/sources.md, and returns a token of its service account. */
export async function applyDocumentedRights(cluster: KubeApiServer): Promise<string> {
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'sources.md'), 'utf8');
  const manifest = [...text.matchAll(/```yaml\n(.*?)```/gs)]
    .map(([, code = '']) => code)
    .find((code) => code.includes('ClusterRole'));
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const paths: Readonly<Record<string, string>> = {
    ServiceAccount: '/api/v1/namespaces/baseboard/serviceaccounts',
    ClusterRole: `${rbac}/clusterroles`,
    ClusterRoleBinding: `${rbac}/clusterrolebindings`,
  };
  await createNamespace(cluster, 'baseboard');
  for (const document of parseAllDocuments(manifest ?? '')) {
    const object = document.toJS();
    await cluster.send('POST', paths[object.kind] ?? '', object);
  }
  const made = await cluster.send('POST', `${paths.ServiceAccount}/baseboard/token`, { spec: {} });
  return (made as unknown as { status: { token: string } }).status.token;
}
