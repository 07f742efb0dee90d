import { z } from 'zod';

/**
 * What a container is for: `sidecar` is an init container that keeps running, `volume` an image that is mounted as files
 * (Kubernetes API, PodSpec).
 */
type ContainerRole = 'container' | 'init' | 'sidecar' | 'ephemeral' | 'volume';

/** A container, or an image volume, as a pod's spec or a template declares it. */
export interface DeclaredContainer {
  readonly role: ContainerRole;
  /** The name of the container, or of the volume. */
  readonly name: string;
  /** The image as written. */
  readonly image: string;
}

const MAX_REFERENCE = 1024;
/** The API server accepts any text, and templates without an image. Such entries mention nothing. */
const image = z.string().nullish();

const containers = z
  .array(z.object({ name: z.string().max(253), image, restartPolicy: z.string().nullish() }))
  .nullish();

/** What is read of a PodSpec. */
export const podSpecSchema = z.object({
  nodeName: z.string().max(253).nullish(),
  initContainers: containers,
  containers,
  ephemeralContainers: containers,
  volumes: z
    .array(z.object({ name: z.string().max(253), image: z.object({ reference: image }).nullish() }))
    .nullish(),
});

/** Every image of a pod's spec, in the order in which they start. */
export function declaredContainers(spec: z.output<typeof podSpecSchema>): DeclaredContainer[] {
  const found: DeclaredContainer[] = [];
  const add = (role: ContainerRole, name: string, written: string | null | undefined) => {
    const reference = written?.trim() ?? '';
    if (reference !== '' && reference.length <= MAX_REFERENCE) found.push({ role, name, image: reference });
  };
  for (const { name, image: volume } of spec.volumes ?? []) add('volume', name, volume?.reference);
  for (const each of spec.initContainers ?? []) {
    add(each.restartPolicy === 'Always' ? 'sidecar' : 'init', each.name, each.image);
  }
  for (const each of spec.containers ?? []) add('container', each.name, each.image);
  for (const each of spec.ephemeralContainers ?? []) add('ephemeral', each.name, each.image);
  return found;
}
