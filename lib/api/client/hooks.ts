import { queryOptions } from '@tanstack/react-query';
import type {
  HookDeliveryListView,
  HookDeliveryView,
  HookEdit,
  HookListView,
  HookRequest,
  HookView,
  NewHookView,
} from '../contract/hooks.ts';
import { requestJson } from './request.ts';

/** The hooks by name. */
export function hooksQuery() {
  return queryOptions({
    queryKey: ['hooks', 'list'],
    queryFn: async ({ signal }) => (await requestJson<HookListView>('/hooks', { signal })).items,
  });
}

/** The last calls of a hook, newest first. */
export function hookDeliveriesQuery(id: string) {
  return queryOptions({
    queryKey: ['hooks', 'deliveries', id],
    queryFn: async ({ signal }) =>
      (await requestJson<HookDeliveryListView>(`${hookPath(id)}/deliveries`, { signal })).items,
  });
}

/** Creates a hook; this response is the only place its address and its secret appear. */
export function createHook(request: HookRequest) {
  return requestJson<NewHookView>('/hooks', { method: 'POST', body: request });
}

/** Renames, disables or enables a hook. */
export function changeHook(id: string, edit: HookEdit) {
  return requestJson<HookView>(hookPath(id), { method: 'PATCH', body: edit });
}

/** Removes a hook and its log. */
export function removeHook(id: string) {
  return requestJson<undefined>(hookPath(id), { method: 'DELETE' });
}

/** Sends a hint at a tracked tag, as the registry would. */
export function testHook(id: string) {
  return requestJson<HookDeliveryView>(`${hookPath(id)}/test`, { method: 'POST', body: {} });
}

function hookPath(id: string): string {
  return `/hooks/${encodeURIComponent(id)}`;
}
