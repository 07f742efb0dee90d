import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { type CascadeView, cascade } from '#lib/api/contract/cascades.ts';
import { image, trackResponse } from '#lib/api/contract/images/images.ts';
import { type LineageView, lineage } from '#lib/api/contract/images/lineage.ts';
import { scanAccepted, scanProgress } from '#lib/api/contract/images/scans.ts';
import { problem } from '#lib/api/contract/problem.ts';
import {
  accepted,
  type RebasePlanView,
  type RebaseRefusalView,
  type RebaseView,
  rebase,
  rebasePlan,
  rebaseRefusal,
} from '#lib/api/contract/rebases.ts';
import { startBaseboard } from '../../../server.ts';
import type { Connection } from '../../registries/connection.ts';

/** The parts of the contract that a rebase is made with; references are whole. */
export interface RebaseService {
  /** Tracks images one by one, each after the one before it was checked. */
  track(...references: string[]): Promise<void>;
  /** Checks a tracked image again. */
  scan(reference: string): Promise<void>;
  /** The chain, resolved now. */
  lineage(reference: string): Promise<LineageView>;
  /** A plan of a rebase, or of the annotations of a verified base. */
  plan(reference: string, more?: PlanOptions): Promise<RebasePlanView>;
  /** Executes a plan and waits for its end, whatever that is. */
  apply(plan: RebasePlanView): Promise<RebaseView>;
  rollBack(id: string): Promise<RebaseView>;
  /** Plans a cascade, starts it and waits for its end. */
  cascade(reference: string): Promise<CascadeView>;
  /** What a POST is refused with; rejects where it is not a 422. */
  refusal(path: string, body: unknown): Promise<RebaseRefusalView>;
  stop(): Promise<void>;
}

interface PlanOptions {
  readonly target?: string;
  readonly newBase?: string;
  /** To write the annotations of the base that was found instead. */
  readonly annotate?: boolean;
}

export interface ServiceOptions {
  readonly registries: readonly Connection[];
  /** `push.allow`. */
  readonly allow: readonly string[];
  /** `push.keepOld`. */
  readonly keepOld?: string;
  /** What the operator declares of images that say nothing. */
  readonly bases?: readonly { readonly image: string; readonly base: string }[];
  /** Whether `BASEBOARD_ENABLE_PUSH` is set. */
  readonly push?: boolean;
}

const DEADLINE_MS = 30_000;

/** Starts the production build over these registries; what it answers is read by the contract's own schemas. */
export async function startRebaseService(options: ServiceOptions): Promise<RebaseService> {
  const { registries, allow, keepOld, bases = [], push = true } = options;
  const server = await startBaseboard({
    config: JSON.stringify({ registries, bases, push: { allow, keepOld } }),
    env: push ? { BASEBOARD_ENABLE_PUSH: '1' } : {},
  });

  const ask = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Response> =>
    fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  async function read<T extends z.ZodType>(schema: T, response: Promise<Response>): Promise<z.infer<T>> {
    const { ok, status, url } = await response;
    const json: unknown = await (await response).json();
    if (!ok) throw new Error(`${new URL(url).pathname}: ${status} ${JSON.stringify(json)}`);
    return schema.parse(json);
  }
  const get = <T extends z.ZodType>(schema: T, path: string) => read(schema, ask('GET', path));
  const post = <T extends z.ZodType>(schema: T, path: string, body: unknown = {}) =>
    read(schema, ask('POST', path, body));

  /** Asks until it is so. */
  async function until<T>(look: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const found = await look();
      if (isSo(found)) return found;
      if (Date.now() > deadline) throw new Error(`not in ${DEADLINE_MS} ms: ${JSON.stringify(found)}`);
      await sleep(50);
    }
  }

  const idOf = async (reference: string): Promise<string> => {
    const { items } = await post(trackResponse, '/images', { reference });
    return items[0]?.id ?? '';
  };

  return {
    track: async (...references) => {
      for (const reference of references) {
        const id = await idOf(reference);
        await until(
          () => get(image, `/images/${id}`),
          ({ checkedAt }) => checkedAt !== null,
        );
      }
    },
    scan: async (reference) => {
      const { id } = await post(scanAccepted, `/images/${await idOf(reference)}/scan`);
      await until(
        () => get(scanProgress, `/scans/${id}`),
        ({ total, done, failed }) => done + failed === total,
      );
    },
    lineage: (reference) => get(lineage, `/lineage?${new URLSearchParams({ reference, refresh: 'true' })}`),
    plan: (reference, { annotate = false, ...more } = {}) =>
      post(rebasePlan, annotate ? '/annotations/plan' : '/rebases/plan', { reference, ...more }),
    apply: async ({ planId }) => {
      const { id } = await post(accepted, '/rebases', { planId });
      return until(
        () => get(rebase, `/rebases/${id}`),
        ({ state }) => state !== 'queued' && state !== 'running',
      );
    },
    rollBack: (id) => post(rebase, `/rebases/${id}/rollback`),
    cascade: async (reference) => {
      const { id } = await post(cascade, '/cascades/plan', { reference });
      await post(cascade, `/cascades/${id}/start`);
      return until(
        () => get(cascade, `/cascades/${id}`),
        ({ state }) => state !== 'planned' && state !== 'running',
      );
    },
    refusal: async (path, body) => {
      const response = await ask('POST', path, body);
      const json: unknown = await response.json();
      if (response.status !== 422) throw new Error(`${path}: ${response.status} ${JSON.stringify(json)}`);
      return rebaseRefusal.parse(problem.parse(json).refusal);
    },
    stop: () => server.stop(),
  };
}
