import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { RebaseState } from '#lib/rebase/states.ts';
import type {
  AuditPageView,
  accepted,
  annotatePlanRequest,
  applyRequest,
  PlanRequest,
  RebasePageView,
  RebasePlanView,
  RebaseView,
} from '../contract/rebases.ts';
import { byCursor } from './pages.ts';
import { queryString, requestJson } from './request.ts';

/** One rebase with its steps; the event stream's `rebase` events refetch it. */
export function rebaseQuery(id: string) {
  return queryOptions({
    queryKey: ['rebases', 'one', id],
    queryFn: ({ signal }) => requestJson<RebaseView>(`/rebases/${encodeURIComponent(id)}`, { signal }),
  });
}

/** Filter of the activity page: the part of the URL that its lists share. */
interface ActivityView {
  readonly state: RebaseState | undefined;
  readonly text: string;
}

/** The rebases, newest first, page by page. */
export function rebasesQuery({ state, text }: ActivityView) {
  return infiniteQueryOptions({
    queryKey: ['rebases', 'list', state ?? '', text],
    queryFn: ({ pageParam, signal }) =>
      requestJson<RebasePageView>(
        `/rebases${queryString({ state, text: text === '' ? undefined : text, limit: 50, cursor: pageParam })}`,
        { signal },
      ),
    ...byCursor,
    placeholderData: keepPreviousData,
  });
}

/** The audit log: every tag that a rebase moved, newest first, page by page. */
export function auditQuery(text: string) {
  return infiniteQueryOptions({
    queryKey: ['audit', text],
    queryFn: ({ pageParam, signal }) =>
      requestJson<AuditPageView>(
        `/audit${queryString({ text: text === '' ? undefined : text, limit: 50, cursor: pageParam })}`,
        { signal },
      ),
    ...byCursor,
    placeholderData: keepPreviousData,
  });
}

/** Plans a rebase and writes nothing. A refusal is a 422 whose `refusal` says why. */
export function planRebase(request: PlanRequest) {
  return requestJson<RebasePlanView>('/rebases/plan', { method: 'POST', body: request });
}

/** Plans to write base annotations for a base that other evidence verified. */
export function planAnnotate(request: z.infer<typeof annotatePlanRequest>) {
  return requestJson<RebasePlanView>('/annotations/plan', { method: 'POST', body: request });
}

/** Executes a stored plan; 409 if a tag that it depends on has moved. */
export function applyRebase(request: z.infer<typeof applyRequest>) {
  return requestJson<z.infer<typeof accepted>>('/rebases', { method: 'POST', body: request });
}

/** Moves a rebased tag back to its old digest, if it still has the digest the rebase gave it. */
export function rollBackRebase(id: string, reason?: string) {
  return requestJson<RebaseView>(`/rebases/${encodeURIComponent(id)}/rollback`, {
    method: 'POST',
    body: reason === undefined ? {} : { reason },
  });
}
