import type { Digest } from '#lib/oci/digest.ts';
import type { BlobMove, PlannedDocument, RebasePlan } from '../rebase.ts';
import type { StepKind, StepState } from '../states.ts';

/** One step of an execution; which there are is known before anything begins. */
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

/** A step as it goes: told before it begins, while it copies, and after it ended. */
export interface ExecutionStep extends PlannedStep {
  readonly state: Extract<StepState, 'running' | 'done'>;
  /** Bytes moved so far. */
  readonly bytes?: number;
}

/** What a step does, with the part of the plan that it does it with. */
export type Work =
  | { readonly step: PlannedStep; readonly move: BlobMove; readonly document?: undefined }
  | { readonly step: PlannedStep; readonly document: PlannedDocument; readonly move?: undefined }
  | { readonly step: PlannedStep; readonly move?: undefined; readonly document?: undefined };

/** Everything an execution does, in order: blobs, configs, children, then the tag between two looks at it. */
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
    { step: { kind: 'recheck', detail: `See that ${target} has not moved` } },
    {
      step: {
        kind: 'tag',
        detail: `Put the ${tail?.kind ?? 'manifest'} under ${target}`,
        digest: plan.toDigest,
      },
      ...(tail === undefined ? {} : { document: tail }),
    },
    { step: { kind: 'verify', detail: `See that ${target} holds what was put`, digest: plan.toDigest } },
  ];
  return parts.map((part, index) => ({ ...part, step: { ...part.step, index } }) as Work);
}

/** The steps of a plan, for showing them before they are taken. */
export function stepsOf(plan: RebasePlan): readonly PlannedStep[] {
  return workOf(plan).map(({ step }) => step);
}

function short(digest: Digest): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12);
}
