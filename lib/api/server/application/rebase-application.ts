import type { z } from 'zod';
import type { WithRegistryStatus } from '#lib/fleet/capabilities.ts';
import { NotFoundError } from '#lib/fleet/errors.ts';
import {
  type CascadeContext,
  type CascadeStart,
  pauseCascade,
  startCascade,
  stopCascade,
} from '#lib/fleet/rebase/cascade/control-cascade.ts';
import { planCascade } from '#lib/fleet/rebase/cascade/plan-cascade.ts';
import { planCascadeRollBack } from '#lib/fleet/rebase/cascade/plan-cascade-rollback.ts';
import { getCascade, getCascades } from '#lib/fleet/rebase/cascade/read-cascades.ts';
import { rollBackRebase } from '#lib/fleet/rebase/execution/roll-back-rebase.ts';
import { applyRebase, type Consent } from '#lib/fleet/rebase/execution/start-rebase.ts';
import type { PlanContext } from '#lib/fleet/rebase/planning/plan-context.ts';
import { previewAnnotate, previewRebase, pushRefusalOf } from '#lib/fleet/rebase/planning/plan-rebase.ts';
import { NOTHING_PLANNED } from '#lib/fleet/rebase/planning/planned-images.ts';
import { getAudit, getPlan, getRebase, getRebases } from '#lib/fleet/rebase/read-rebases.ts';
import type { WithRebaseQueue } from '#lib/fleet/rebase/rebase-queue.ts';
import { parseReference, tryParseReference } from '#lib/oci/reference.ts';
import type { CascadeAction } from '#lib/rebase/states.ts';
import type { cascadePlanRequest, cascadesQuery } from '../../contract/cascades.ts';
import type {
  annotatePlanRequest,
  applyRequest,
  auditQuery,
  planRequest,
  rebasesQuery,
} from '../../contract/rebases.ts';
import { presentCascade, presentCascadeHead } from '../../present/cascades.ts';
import { presentAuditEntry, presentPlan, presentRebase, presentRebaseHead } from '../../present/rebases.ts';
import { withinPlanLimit } from '../limits/plan-limit.ts';
import { knownId } from './known-id.ts';

/** Rebases, cascades and their audit log, for routes and pages, with the contract's types. */
export function createRebaseApplication(
  context: PlanContext & CascadeContext & WithRebaseQueue & WithRegistryStatus,
) {
  async function cascadeView(id: string) {
    const read = await getCascade(context, knownId(id));
    const refused = read.items.flatMap(
      ({ reference }) => pushRefusalOf(context, parseReference(reference)) ?? [],
    );
    return presentCascade(read, refused[0]?.detail ?? null, context.clock());
  }
  async function rebaseView(id: string) {
    const { rebase, plan } = await getRebase(context, knownId(id));
    return presentRebase(rebase, plan, pushRefusalOf(context, parseReference(rebase.target)));
  }
  /** A registry that a caller with `rebase` names counts as chosen: its stored credentials are used. */
  async function choose(...named: readonly (string | undefined)[]) {
    const references = named.flatMap((text) => (text === undefined ? [] : (tryParseReference(text) ?? [])));
    await context.registries.choose(references.map(({ registry }) => registry));
  }
  return {
    /** `signal` aborts the planning when its client disconnects. */
    async planRebase(request: z.output<typeof planRequest>, signal: AbortSignal) {
      await choose(request.reference, request.newBase, request.target);
      const { stored, pushRefusal } = await withinPlanLimit(() =>
        previewRebase(context, request, NOTHING_PLANNED, signal),
      );
      return presentPlan(stored, pushRefusal);
    },
    async planAnnotate(request: z.output<typeof annotatePlanRequest>, signal: AbortSignal) {
      await choose(request.reference, request.target, request.base);
      const { stored, pushRefusal } = await withinPlanLimit(() => previewAnnotate(context, request, signal));
      return presentPlan(stored, pushRefusal);
    },
    async getPlan(id: string) {
      const stored = await getPlan(context, knownId(id));
      return presentPlan(stored, pushRefusalOf(context, parseReference(stored.plan.target)));
    },
    /** A document that a plan would push: its media type and exact text. */
    async getPlannedDocument(id: string, digest: string) {
      const { plan } = await getPlan(context, knownId(id));
      const found = plan.documents.find((document) => document.digest === digest);
      if (found === undefined) throw new NotFoundError(`The plan has no document with the digest ${digest}.`);
      return { mediaType: found.mediaType, text: found.text };
    },
    async applyRebase({ planId, reason }: z.output<typeof applyRequest>, actor: string) {
      const { id } = await applyRebase(context, planId, { actor, reason: reason ?? null });
      return { id };
    },
    getRebase: rebaseView,
    async listRebases(query: z.output<typeof rebasesQuery>) {
      const { state, text, limit, cursor } = query;
      const page = await getRebases(context, { state, text, limit, cursor });
      return { ...page, items: page.items.map(presentRebaseHead) };
    },
    async rollBackRebase(id: string, consent: Consent) {
      await rollBackRebase(context, knownId(id), consent);
      return rebaseView(id);
    },
    async listAudit(query: z.output<typeof auditQuery>) {
      const { text, limit, cursor } = query;
      const page = await getAudit(context, { text, limit, cursor });
      return { ...page, items: page.items.map(presentAuditEntry) };
    },

    async planCascade(request: z.output<typeof cascadePlanRequest>, actor: string) {
      await choose(request.reference, request.to);
      return cascadeView(await withinPlanLimit(() => planCascade(context, { ...request, actor })));
    },
    async planCascadeRollBack(id: string, actor: string) {
      return cascadeView(await withinPlanLimit(() => planCascadeRollBack(context, knownId(id), actor)));
    },
    getCascade: cascadeView,
    async listCascades(query: z.output<typeof cascadesQuery>) {
      const page = await getCascades(context, { limit: query.limit, cursor: query.cursor });
      return {
        ...page,
        items: page.items.map(({ cascade, counts }) => presentCascadeHead(cascade, counts)),
      };
    },
    async changeCascade(id: string, action: CascadeAction, start: CascadeStart) {
      const known = knownId(id);
      if (action === 'pause') await pauseCascade(context, known);
      else if (action === 'stop') await stopCascade(context, known);
      else await startCascade(context, known, start);
      return cascadeView(known);
    },
  };
}
