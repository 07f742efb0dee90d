import type { BaseDeclaration } from '#lib/judging/operator-bases/declared-bases.ts';
import {
  formatReference,
  formatRepository,
  parseReference,
  type Reference,
  watchedTag,
} from '#lib/oci/reference.ts';
import type { Database } from '#lib/store/database/database.ts';
import {
  countDeclaredBases,
  deleteDeclaredBase,
  insertDeclaredBase,
  listDeclaredBases,
  lockDeclaredBases,
  type StoredDeclaredBase,
  selectImagesOn,
} from '#lib/store/images/declared-bases.ts';
import type { ScanProgress } from '#lib/store/scans/scans.ts';
import { type Editor, recordChange } from '../access/editor.ts';
import type { WithClock, WithDatabase, WithDeclaredBases, WithRegistryStatus } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';
import { announceScan, type ScanContext, storeScan } from '../scan/scan-images.ts';
import { declaredImage } from './declared-image.ts';

/** Every process keeps all of them in memory. */
const MAX_DECLARED = 1000;

/** A base cannot be declared as requested; the message says why and what to do. */
class DeclarationRefusedError extends Error {
  override name = 'DeclarationRefusedError';
  readonly code: 'invalid-request' | 'declared-in-file' | 'too-many-declared-bases';
  /** The field of the request that is wrong. */
  readonly field: 'image' | 'base' | undefined;
  constructor(
    code: DeclarationRefusedError['code'],
    message: string,
    field?: DeclarationRefusedError['field'],
  ) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** A declaration as a person writes it. */
export interface DeclarationRequest {
  /** One tag of an image, or a repository for all of its tags. */
  readonly image: string;
  readonly base: string;
  readonly reason: string | null;
}

/** A base that was declared, and the declaration that it replaced, if any. */
export interface NewDeclaration {
  readonly declared: StoredDeclaredBase;
  readonly replaced: StoredDeclaredBase | undefined;
}

/** What declaring bases needs. */
export type DeclareContext = ScanContext & WithDeclaredBases & WithRegistryStatus;

/** The declared bases: those of the configuration, which take precedence, and those that people declared. */
export async function getDeclaredBases({ db, declaredBases }: WithDatabase & WithDeclaredBases): Promise<{
  readonly configured: readonly BaseDeclaration[];
  readonly stored: readonly StoredDeclaredBase[];
}> {
  const configured = declaredBases.configured.map(({ image, base }) => ({
    image,
    base: formatReference(parseReference(base)),
  }));
  return { configured, stored: await listDeclaredBases(db) };
}

/**
 * Declares the base of an image or of a repository, in place of an earlier declaration for the same one, and scans the
 * images that it may be evidence for. The layers still decide: a declaration that they do not prove makes nothing up to
 * date. Recorded in the audit log. Throws {@link DeclarationRefusedError} and `ReferenceSyntaxError`.
 */
export async function declareBase(
  context: DeclareContext,
  request: DeclarationRequest,
  by: Editor,
): Promise<NewDeclaration> {
  const image = declaredImage(request.image);
  if (image === undefined) {
    const problem = `image: ${request.image} names a digest. Name a tag, or a repository for all of its tags.`;
    throw new DeclarationRefusedError('invalid-request', problem, 'image');
  }
  const base = parseReference(request.base);
  refuseUnfit(image, base);
  const inFile = context.declaredBases.configuredBase(parseReference(image.image));
  if (inFile !== undefined) {
    const problem = `bases: in baseboard.yaml declares the base of ${image.image} already: ${formatReference(inFile)}. Change it there.`;
    throw new DeclarationRefusedError('declared-in-file', problem, 'image');
  }
  const now = context.clock();
  const { declared, replaced, scan } = await context.db.transaction(async (within) => {
    await lockDeclaredBases(within);
    const replaced = await deleteDeclaredBase(within, image);
    if (replaced !== undefined) await record(within, 'base-declaration-removed', replaced, now, by);
    else if ((await countDeclaredBases(within)) >= MAX_DECLARED) {
      const problem = `There are already ${MAX_DECLARED} declared bases, the maximum. Remove one first.`;
      throw new DeclarationRefusedError('too-many-declared-bases', problem);
    }
    const declared = await insertDeclaredBase(within, {
      image: image.image,
      base: formatReference(base),
      reason: request.reason,
      createdAt: now,
      createdBy: by.name,
    });
    await record(within, 'base-declared', declared, now, by);
    return { declared, replaced, scan: await scanAffected(context, within, image) };
  });
  // Scans read the base with the login for its registry, as for one under `bases:`.
  await context.registries.choose([base.registry]);
  await announce(context, declared.image, scan);
  return { declared, replaced };
}

/** Removes a declaration and scans the images that it was evidence for. Recorded. Throws {@link NotFoundError}. */
export async function removeDeclaredBase(context: DeclareContext, id: string, by: Editor): Promise<void> {
  const { removed, scan } = await context.db.transaction(async (within) => {
    const removed = await deleteDeclaredBase(within, { id });
    if (removed === undefined) {
      throw new NotFoundError(`There is no declared base with the id ${id}, or it was removed.`);
    }
    await record(within, 'base-declaration-removed', removed, context.clock(), by);
    const image = declaredImage(removed.image);
    return { removed, scan: image && (await scanAffected(context, within, image)) };
  });
  await announce(context, removed.image, scan);
}

/** Refuses scratch, and a tag as its own base. */
function refuseUnfit(
  { image, isRepository }: { image: string; isRepository: boolean },
  base: Reference,
): void {
  const isScratch = formatRepository(base) === 'docker.io/library/scratch';
  if (isScratch) {
    const problem = 'base: scratch is not an image. An image without a base needs no declaration.';
    throw new DeclarationRefusedError('invalid-request', problem, 'base');
  }
  // For a repository this is allowed: its other tags may be based on this one, and the tag itself is left out.
  const tag = watchedTag(base);
  if (!isRepository && tag !== undefined && formatReference(tag) === image) {
    throw new DeclarationRefusedError('invalid-request', 'base: an image is not its own base.', 'base');
  }
}

async function scanAffected(
  context: WithClock & ScanContext,
  within: Database,
  image: { readonly image: string; readonly isRepository: boolean },
): Promise<ScanProgress | undefined> {
  const subjects = await selectImagesOn(within, image);
  return subjects.length === 0 ? undefined : storeScan(context, within, subjects);
}

async function announce(
  context: DeclareContext,
  image: string,
  scan: ScanProgress | undefined,
): Promise<void> {
  // It is stored: others hear of it even if it cannot be read back here. Scans and plans read it again.
  await context.events.publish([{ type: 'declared-base', image }]);
  await context.declaredBases.refresh().catch(() => undefined);
  if (scan !== undefined) await announceScan(context, scan);
}

function record(
  within: Database,
  action: 'base-declared' | 'base-declaration-removed',
  { image: subject, base, reason }: StoredDeclaredBase,
  at: Date,
  by: Editor,
): Promise<void> {
  const detail = reason === null ? base : `${base}: ${reason}`;
  return recordChange(within, { at, action, subject, detail }, by);
}
