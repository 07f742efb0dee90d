import { z } from 'zod';
import { identityOf, metadataSchema, type ObjectIdentity } from './object-metadata.ts';
import { type DeclaredContainer, declaredContainers, podSpecSchema } from './pod-containers.ts';

/** An object that makes pods, reduced to its owner and the images of its template. */
export interface Workload extends ObjectIdentity {
  /** Lower case: `deployment`. */
  readonly kind: string;
  /** It is being deleted, or it is a Job that has ended: it makes no more pods. */
  readonly ended: boolean;
  readonly containers: readonly DeclaredContainer[];
}

const template = z.object({ spec: podSpecSchema.nullish() }).nullish();

const withTemplate = z.object({
  metadata: metadataSchema,
  spec: z.object({ template }).nullish(),
  status: z.object({ conditions: conditions() }).nullish(),
});

const cronJob = z.object({
  metadata: metadataSchema,
  spec: z.object({ jobTemplate: z.object({ spec: z.object({ template }).nullish() }).nullish() }).nullish(),
});

/** Parses a Deployment, ReplicaSet, StatefulSet, DaemonSet or Job (Kubernetes API, apps/v1 and batch/v1). */
export function workloadFrom(kind: 'deployment' | 'replicaset' | 'statefulset' | 'daemonset' | 'job') {
  return withTemplate.transform(({ metadata, spec, status }): Workload => {
    const finished = status?.conditions?.some(
      ({ type, status: is }) => is === 'True' && (type === 'Complete' || type === 'Failed'),
    );
    return {
      ...identityOf(metadata),
      kind,
      ended: metadata.deletionTimestamp != null || (kind === 'job' && finished === true),
      containers: declaredContainers(spec?.template?.spec ?? {}),
    };
  });
}

/** Parses a CronJob (Kubernetes API, batch/v1). */
export const cronJobFrom = cronJob.transform(
  ({ metadata, spec }): Workload => ({
    ...identityOf(metadata),
    kind: 'cronjob',
    ended: metadata.deletionTimestamp != null,
    containers: declaredContainers(spec?.jobTemplate?.spec?.template?.spec ?? {}),
  }),
);

function conditions() {
  return z.array(z.object({ type: z.string(), status: z.string() })).nullish();
}
