import type { ObjectIdentity } from '../objects/object-metadata.ts';

/** Deployment, ReplicaSet, Pod are three; custom controllers add a few. A cycle of owners ends here. */
const MAX_OWNERS = 8;

/** An object that has an owner or is one. */
interface Owned extends Pick<ObjectIdentity, 'uid' | 'name' | 'owner'> {
  readonly kind: string;
}

/**
 * Makes a function that names the workload that an object belongs to: its top owner, such as `deployment/api` for a pod of one
 * of its ReplicaSets, or `pod/debug` for a pod that nothing controls. Owners that are not known, such as custom resources,
 * count by kind and name.
 */
export function createOwnerFinder(workloads: readonly Owned[]): (object: Omit<Owned, 'uid'>) => string {
  const byUid = new Map(workloads.map((workload) => [workload.uid, workload]));
  return (object) => {
    let { kind, name, owner } = object;
    // The kubelet's own pods are owned by their node, which is no workload.
    for (let depth = 0; owner !== undefined && owner.kind !== 'Node' && depth < MAX_OWNERS; depth++) {
      kind = owner.kind.toLowerCase();
      name = owner.name;
      owner = byUid.get(owner.uid)?.owner;
    }
    return `${kind}/${name}`;
  };
}
