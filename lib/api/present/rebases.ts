import { formatRepository } from '#lib/oci/reference.ts';
import type { PushRefusal } from '#lib/rebase/push-policy.ts';
import type { BlobMove, RebaseRefusal } from '#lib/rebase/rebase.ts';
import type { AuditEntry } from '#lib/store/rebases/audit-log.ts';
import type { RebaseHead, StoredPlan, StoredRebase } from '#lib/store/rebases/stored-rebase.ts';
import type {
  AuditEntryView,
  RebaseHeadView,
  RebasePlanView,
  RebaseRefusalView,
  RebaseView,
} from '../contract/rebases.ts';
import { mutable } from './mutable.ts';

/** A plan in the contract's format: without the documents' texts and fields that only the executor needs. */
export function presentPlan(
  { id, kind, plan, plannedAt }: StoredPlan,
  pushRefusal: PushRefusal | null,
): RebasePlanView {
  const { targetEtag: _, documents, mounts, copies, ...shown } = plan;
  return mutable({
    ...shown,
    planId: id,
    kind,
    mounts: mounts.map(presentMove),
    copies: copies.map(presentMove),
    documents: documents.map(({ text, ...document }) => ({ ...document, size: Buffer.byteLength(text) })),
    pushRefusal,
    plannedAt: plannedAt.toISOString(),
  });
}

function presentMove({ from, ...move }: BlobMove) {
  return { ...move, from: formatRepository(from) };
}

export function presentRefusal(refusal: RebaseRefusal): RebaseRefusalView {
  return mutable(refusal);
}

/** A rebase in lists. */
export function presentRebaseHead(rebase: RebaseHead): RebaseHeadView {
  const { id, kind, state, reference, target, fromDigest, targetDigest, toDigest } = rebase;
  const { actor, reason, cascadeId } = rebase;
  return {
    id,
    kind,
    state,
    reference,
    target,
    fromDigest,
    targetDigest,
    toDigest,
    actor,
    reason,
    cascadeId,
    createdAt: rebase.createdAt.toISOString(),
    finishedAt: rebase.finishedAt?.toISOString() ?? null,
    ...(rebase.error === null ? {} : { error: rebase.error }),
    canRollBack: state === 'succeeded',
  };
}

export function presentRebase(
  rebase: StoredRebase,
  plan: StoredPlan,
  pushRefusal: PushRefusal | null,
): RebaseView {
  const { protectedTag, protectedUntil } = rebase;
  return {
    ...presentRebaseHead(rebase),
    steps: mutable(rebase.steps),
    plan: presentPlan(plan, pushRefusal),
    protectedBy:
      protectedTag === null || protectedUntil === null
        ? null
        : { tag: protectedTag, until: protectedUntil.toISOString() },
  };
}

export function presentAuditEntry({ id, at, ...entry }: AuditEntry): AuditEntryView {
  return { ...entry, id: String(id), at: at.toISOString() };
}
