import type { Caller } from '#lib/access/roles.ts';
import { type CheckBaseContext, checkBase } from '#lib/fleet/bases/check-base.ts';
import {
  type DeclareContext,
  declareBase,
  getDeclaredBases,
  removeDeclaredBase,
} from '#lib/fleet/bases/declare-base.ts';
import type {
  BaseCheckView,
  DeclaredBaseListView,
  DeclareRequest,
  NewDeclarationView,
} from '../../contract/declared-bases.ts';
import {
  presentBaseCheck,
  presentConfiguredBase,
  presentDeclaredBase,
  presentNewDeclaration,
} from '../../present/declared-bases.ts';
import { withinComparisonLimit } from '../limits/comparison-limit.ts';
import type { Reaching } from '../limits/reaching-registries.ts';
import { editorOf } from './editor-of.ts';
import { knownId } from './known-id.ts';

/** Declared bases, for routes and pages, with the contract's types. */
export function createDeclaredBaseApplication(
  context: DeclareContext & CheckBaseContext,
  reaching: Reaching,
) {
  return {
    async listDeclaredBases(): Promise<DeclaredBaseListView> {
      const { configured, stored } = await getDeclaredBases(context);
      const items = [...configured.map(presentConfiguredBase), ...stored.map(presentDeclaredBase)];
      return { items, nextCursor: null };
    },
    async declareBase({ image, base, reason }: DeclareRequest, who: Caller): Promise<NewDeclarationView> {
      const request = { image, base, reason: reason || null };
      return presentNewDeclaration(await declareBase(context, request, editorOf(who)));
    },
    removeDeclaredBase: (id: string, who: Caller) => removeDeclaredBase(context, knownId(id), editorOf(who)),
    /** `signal` aborts the check when its client disconnects. */
    async checkBase(
      names: { readonly reference: string; readonly base: string },
      who: Caller,
      signal: AbortSignal,
    ): Promise<BaseCheckView> {
      const check = () => withinComparisonLimit(() => checkBase(context, names, signal));
      return presentBaseCheck(await reaching(who, [names.reference, names.base], check));
    },
  };
}
