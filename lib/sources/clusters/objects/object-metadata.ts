import { z } from 'zod';

/** The longest name of an object (DNS-1123 subdomain). */
const MAX_NAME = 253;

/** A name in the cluster. Longer or empty ones are not Kubernetes'. */
const objectName = z.string().min(1).max(MAX_NAME);

const ownerSchema = z.object({
  kind: z.string().min(1).max(63),
  name: objectName,
  uid: z.string().max(128),
  controller: z.boolean().nullish(),
});

/** What is read of an object's `metadata` (Kubernetes API, ObjectMeta). */
export const metadataSchema = z.object({
  name: objectName,
  namespace: objectName.nullish(),
  uid: z.string().min(1).max(128),
  resourceVersion: z.string().max(128).nullish(),
  deletionTimestamp: z.string().nullish(),
  ownerReferences: z.array(ownerSchema).nullish(),
});

/** The object that controls another one: a Pod's ReplicaSet, a ReplicaSet's Deployment. */
interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** Identity of an object in a cluster. */
export interface ObjectIdentity {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** `undefined` if nothing controls it. */
  readonly owner: Owner | undefined;
}

/** The identity in an object's metadata. */
export function identityOf(metadata: z.output<typeof metadataSchema>): ObjectIdentity {
  const { uid, name, namespace, ownerReferences } = metadata;
  const owner = ownerReferences?.find(({ controller }) => controller === true);
  return {
    ...{ uid, name, namespace: namespace ?? '' },
    owner: owner && { kind: owner.kind, name: owner.name, uid: owner.uid },
  };
}
