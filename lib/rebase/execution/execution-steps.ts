import type { Digest } from '#lib/oci/digest.ts';
import type { BlobMove, PlannedDocument, RebasePlan } from '../rebase.ts';
import type { StepKind, StepState } from '../states.ts';

/** One step of an execution. All steps are known before the first one begins. */
export interface PlannedStep {
  /** From 0. */
  readonly index: number;
  readonly kind: StepKind;
  /** A sentence for people. */
  readonly detail: string;
  readonly digest?: Digest;
  /** Bytes that a copy has to move. */
  readonly bytesTotal?: number;
}

/** A step's progress: reported before it begins, while it copies, and after it. */
export interface ExecutionStep extends PlannedStep {
  readonly state: Extract<StepState, 'running' | 'done'>;
  /** Bytes moved so far. */
  readonly bytes?: number;
}

/** A step with the part of the plan that it carries out. */
export type Work =
  | { readonly step: PlannedStep; readonly move: BlobMove; readonly document?: undefined }
  | { readonly step: PlannedStep; readonly document: PlannedDocument; readonly move?: undefined }
  | { readonly step: PlannedStep; readonly move?: undefined; readonly document?: undefined };

/** All work of an execution, in order: blobs, configs, child manifests, then the tag, checked before and after. */
export function workOf(plan: RebasePlan): readonly Work[] {
  const { mounts, copies, documents, target } = plan;
  const tail = documents.at(-1);
  const parts: (Omit<Work, 'step'> & { readonly step: Omit<PlannedStep, 'index'> })[] = [
    ...mounts.map((move) => ({
      step: { kind: 'mount' as const, detail: `Mount layer ${short(move.digest)}`, digest: move.digest },
      move,
    })),
    ...copies.map((move) => ({
      step: {
        kind: 'copy' as const,
        detail: `Copy layer ${short(move.digest)} from ${move.from.registry}`,
        digest: move.digest,
        bytesTotal: move.size,
      },
      move,
    })),
    ...documents.slice(0, -1).map((document) => ({
      step: {
        kind: document.kind,
        detail: `Put the ${document.kind}${document.platform === null ? '' : ` for ${document.platform}`}`,
        digest: document.digest,
      },
      document,
    })),
    { step: { kind: 'recheck', detail: `Check that ${target} has not moved` } },
    {
      step: {
        kind: 'tag',
        detail: `Put the ${tail?.kind ?? 'manifest'} under ${target}`,
        digest: plan.toDigest,
      },
      ...(tail === undefined ? {} : { document: tail }),
    },
    { step: { kind: 'verify', detail: `Check that ${target} has the new digest`, digest: plan.toDigest } },
  ];
  return parts.map((part, index) => ({ ...part, step: { ...part.step, index } }) as Work);
}

/** The steps of a plan, to show them before it is executed. */
export function stepsOf(plan: RebasePlan): readonly PlannedStep[] {
  return workOf(plan).map(({ step }) => step);
}

function short(digest: Digest): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12);
}
