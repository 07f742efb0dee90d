// An app on a base that moved, in a registry, for tests of the executor.
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference, type Reference } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { basedOn, type ImageRecipe, image, push } from '#lib/registry/memory/image-builder.ts';
import type { Registry } from '#lib/registry/registry.ts';
import { planRebase } from '../planning/plan-rebase.ts';
import type { ImageSource, RebasePlan } from '../rebase.ts';
import { loadSource } from './testing.ts';

const file = (path: string, content: string) => [{ path, content }];
/** Version 1 of the base. */
export const oldBase = image().layer('ADD old', file('etc/os-release', 'VERSION_ID=1'));
/** Version 2 of the base. */
export const newBase = image()
  .layer('ADD new', file('etc/os-release', 'VERSION_ID=2'))
  .layer('ADD more', file('more', '2'));
/** The app, built on a base. */
export const appOn = (base: ImageRecipe) => image().from(base).layer('COPY app', file('app', 'v1'));

/** A registry with an app on a base that moved, and the plan that rebases it. */
export async function scene(registry: Registry, host: string, baseHost = host) {
  const [app, base] = [`${host}/apps/shop:1`, `${baseHost}/library/base:1`];
  const oldDigest = await push(registry, base, oldBase);
  const fromDigest = await push(registry, app, appOn(oldBase).annotate(basedOn(base, oldDigest)));
  const newDigest = await push(registry, base, newBase);
  const plan = await planOf(registry, app, base, oldDigest, newDigest, fromDigest);
  return { app: parseReference(app), plan, fromDigest };
}

/** The plan that moves the app to the new base; rejects where it is refused. */
export async function planOf(
  registry: Registry,
  app: string,
  base: string,
  oldDigest: Digest,
  newDigest: Digest,
  fromDigest: Digest,
): Promise<RebasePlan> {
  const [reference, name] = [parseReference(app), parseReference(base)];
  const { etag } = await registry.resolve(reference);
  const [original, old, next]: ImageSource[] = await Promise.all([
    loadSource(registry, reference, fromDigest),
    loadSource(registry, name, oldDigest),
    loadSource(registry, name, newDigest),
  ]);
  if (!original || !old || !next) throw new Error('nothing was loaded');
  const answer = planRebase({
    reference,
    original,
    oldBase: { state: 'present', repository: name, source: old },
    oldBaseName: name,
    newBase: { reference: name, source: next },
    target: reference,
    targetDigest: fromDigest,
    ...(etag === undefined ? {} : { targetEtag: etag }),
    configMode: 'merge',
    referrers: [],
  });
  if (answer.kind === 'refused') throw new Error(answer.refusal.detail);
  return answer.plan;
}

/** The digest that a tag resolves to. */
export const tagOf = async (registry: Registry, tag: Reference) => (await registry.resolve(tag)).digest;

/** An error that a registry answers an operation with. */
export function trouble(
  kind: ConstructorParameters<typeof RegistryError>[0]['kind'],
  operation: ConstructorParameters<typeof RegistryError>[0]['operation'],
  host: string,
) {
  return new RegistryError({
    kind,
    operation,
    host,
    reference: 'x',
    code: kind === 'conflict' ? 'PRECONDITION_FAILED' : 'DENIED',
    problem: 'it said no',
  });
}
