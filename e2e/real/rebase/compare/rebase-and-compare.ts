import type { LineageView } from '#lib/api/contract/images/lineage.ts';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { lookUp } from '../../tools/buildah.ts';
import type { AskRegctl } from '../../tools/regctl.ts';
import type { RebaseService } from '../setup/rebase-service.ts';
import type { RebaseSetup } from '../setup/rebase-setup.ts';
import { craneRebase, describeResult, wordsOf } from './crane.ts';

/** An image based on version 1 of its base; names leave out the registry's host. */
export interface Round {
  readonly app: string;
  readonly base: string;
  /** Hosts that the registry stands in for, by which the service knows the base and the app. */
  readonly baseHost?: string;
  readonly appHost?: string;
  /** Puts version 2 over the base's tag. */
  readonly move: () => Promise<unknown>;
  /** Further digests of the old base, which nothing may name afterwards. */
  readonly old?: readonly string[];
  /** Nobody tracks the base: the service knows it by the app alone. */
  readonly baseUntracked?: boolean;
  /** Crane runs only with both bases given. */
  readonly crane?: 'bases-given';
  /** Checks while it is rebased. */
  readonly check?: (plan: RebasePlanView) => Promise<unknown>;
}

/** What was observed; {@link expectedResult} is what a good rebase shows. */
export interface RoundResult {
  readonly asBuilt: string;
  readonly moved: string;
  /** The evidence that named the base, and its verification. */
  readonly by: string;
  readonly ended: string;
  readonly tag: string;
  readonly now: string;
  /** The result in words: see {@link describeResult}. */
  readonly result: string;
  /** `crane validate --remote` of it. */
  readonly validate: string;
  /** `regctl image check-base` of it. */
  readonly checkBase: string;
  readonly again: string;
  readonly rolledBack: string;
  readonly crane: { readonly alone?: string; readonly given?: string };
}

/** The result of a good rebase. Only the evidence for the base and what crane does differ. */
export function expectedResult(by: string, crane: RoundResult['crane'], checkBase = 'matches'): RoundResult {
  return {
    ...{ asBuilt: 'up-to-date', moved: 'stale', by, ended: 'succeeded', tag: 'as planned' },
    ...{ now: 'up-to-date: up-to-date, verified', result: 'library 2', validate: 'PASS', checkBase },
    ...{ again: 'already-current', rolledBack: 'to the byte, library 1', crane },
  };
}

export interface RoundTools {
  readonly setup: RebaseSetup;
  readonly service: RebaseService;
  readonly regctl: AskRegctl;
}

/**
 * Takes an image through the service: tracked while its base is current, stale once that moved, planned, rebased, checked
 * by programs that share no code with the product, and rolled back.
 */
export async function rebaseAndCheck(
  { setup, service, regctl }: RoundTools,
  round: Round,
): Promise<RoundResult> {
  const { app, base, move, old = [], check } = round;
  const { registry } = setup;
  const { appHost = registry.host, baseHost = registry.host } = round;
  const [reference, baseReference] = [`${appHost}/${app}`, `${baseHost}/${base}`];
  const tracked = [...(round.baseUntracked ? [] : [baseReference]), reference];
  await service.track(...tracked);
  const original = await lookUp(registry, app);
  const words = await wordsOf(setup, app);
  const before = await lookUp(registry, base);
  const gone = [before.digest, ...Object.values(before.children), ...old];
  const asBuilt = await service.lineage(reference);

  await move();
  for (const each of tracked) await service.scan(each);
  const moved = await service.lineage(reference);
  const bases = { oldBase: `${before.repository}@${before.digest}`, newBase: base };
  const alone = round.crane === 'bases-given' ? {} : { alone: await craneRebase(setup, app, gone) };
  const crane = { ...alone, given: await craneRebase(setup, app, gone, bases) };

  const plan = await service.plan(reference);
  const rebase = await service.apply(plan);
  const result = await lookUp(registry, app);
  const now = await service.lineage(reference);
  const after = now.links[0]?.base;
  await check?.(plan);
  const seen = {
    asBuilt: asBuilt.status,
    moved: moved.status,
    by: evidenceOf(moved),
    ended: [rebase.state, ...(rebase.error ? [rebase.error] : [])].join(': '),
    tag: result.digest === plan.toDigest ? 'as planned' : result.digest,
    now: `${now.status}: ${after?.freshness}, ${after?.verification}`,
    result: await describeResult(setup, words, app, gone),
    validate: (await setup.validate(app)).replace(`: registry.example/${app}`, ''),
    checkBase: sayCheck(await regctl(result)),
    again: (await service.refusal('/rebases/plan', { reference })).kind,
  };
  await service.rollBack(rebase.id);
  const back = await lookUp(registry, app);
  const restored = back.digest === original.digest ? 'to the byte' : back.digest;
  return { ...seen, rolledBack: `${restored}, ${await setup.prints(app)}`, crane };
}

/** The evidence that was followed: the first that is verified by layers. */
export function evidenceOf({ links }: LineageView): string {
  const followed = links[0]?.base?.evidence.find(({ verification }) => verification?.startsWith('verified'));
  return followed === undefined
    ? 'nothing'
    : `${followed.kind} at ${followed.level}, ${followed.verification}`;
}

/** regctl's answer in a word. */
export function sayCheck(answer: Awaited<ReturnType<AskRegctl>>): string {
  return answer.verdict === 'error' ? `error: ${answer.reason}` : answer.verdict;
}
