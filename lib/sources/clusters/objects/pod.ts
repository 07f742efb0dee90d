import { z } from 'zod';
import { type ImageId, parseImageId } from './image-id.ts';
import { identityOf, metadataSchema, type ObjectIdentity } from './object-metadata.ts';
import { type DeclaredContainer, declaredContainers, podSpecSchema } from './pod-containers.ts';

/** A container of a pod, and what runs in it. */
export interface PodContainer extends DeclaredContainer {
  /** True if it has been started: it runs, or it is an init container that has ended. */
  readonly started: boolean;
  /** The image that the runtime started; `undefined` if the status does not say, as for image volumes. */
  readonly running: ImageId | undefined;
}

/** A pod, reduced to what mentions are made of. */
export interface Pod extends ObjectIdentity {
  /** Being deleted, or all its containers have ended: it says nothing of what runs. */
  readonly ended: boolean;
  /** The name of its node; `undefined` until it is scheduled. */
  readonly node: string | undefined;
  readonly containers: readonly PodContainer[];
}

const statuses = z
  .array(
    z.object({
      name: z.string().max(253),
      imageID: z.string().max(2048).nullish(),
      state: z.object({ running: z.unknown(), terminated: z.unknown() }).partial().nullish(),
    }),
  )
  .nullish();

const podSchema = z.object({
  metadata: metadataSchema,
  spec: podSpecSchema,
  status: z
    .object({
      phase: z.string().nullish(),
      initContainerStatuses: statuses,
      containerStatuses: statuses,
      ephemeralContainerStatuses: statuses,
    })
    .nullish(),
});

type Status = NonNullable<z.output<typeof statuses>>[number];

/** Parses a Pod (Kubernetes API, core/v1). */
export const podFrom = podSchema.transform(({ metadata, spec, status }): Pod => {
  const byRole: Readonly<Record<DeclaredContainer['role'], readonly Status[]>> = {
    init: status?.initContainerStatuses ?? [],
    sidecar: status?.initContainerStatuses ?? [],
    container: status?.containerStatuses ?? [],
    ephemeral: status?.ephemeralContainerStatuses ?? [],
    volume: [],
  };
  const containers = declaredContainers(spec).map((declared): PodContainer => {
    const own = byRole[declared.role].find(({ name }) => name === declared.name);
    const started = isStarted(declared.role, own);
    return { ...declared, started, running: started ? parseImageId(own?.imageID) : undefined };
  });
  // Volumes are mounted before the first container starts.
  const anyStarted = containers.some(({ started }) => started);
  return {
    ...identityOf(metadata),
    ended: metadata.deletionTimestamp != null || status?.phase === 'Succeeded' || status?.phase === 'Failed',
    node: spec.nodeName || undefined,
    containers: containers.map((each) => (each.role === 'volume' ? { ...each, started: anyStarted } : each)),
  };
});

function isStarted(role: DeclaredContainer['role'], status: Status | undefined): boolean {
  if (status?.state?.running != null) return true;
  // An init container has ended before the others start. It runs again with the pod.
  return role === 'init' && status?.state?.terminated != null;
}
