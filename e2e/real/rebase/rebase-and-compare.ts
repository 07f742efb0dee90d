import type { LineageView } from '#lib/api/contract/images/lineage.ts';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { lookUp } from '../tools/buildah.ts';
import type { AskRegctl } from '../tools/regctl.ts';
import { craneRebase, describeResult, wordsOf } from './crane.ts';
import type { RebaseService } from './rebase-service.ts';
import type { RebaseSetup } from './test-setup.ts';

/** An image that stands on version 1 of its base; names leave out the registry's host. */
export interface Round {
  readonly app: string;
  readonly base: string;
  /** A host that the registry stands in for, by which the service knows the base, and the app where that says so. */
  readonly baseHost?: string;
  readonly appHost?: string;
  /** Puts version 2 over the base's tag. */
  readonly move: () => Promise<unknown>;
  /** Digests of the old base beside that of its tag, which nothing may name afterwards. */
  readonly old?: readonly string[];
  /** Nobody tracks the base: the service knows it by the app alone. */
  readonly baseUntracked?: boolean;
  /** `told`: crane is given both bases alone. */
  readonly crane?: 'told';
  /** While it is rebased. */
  readonly look?: (plan: RebasePlanView) => Promise<unknown>;
}

/** What was seen on the way: of a sound rebase each line is as {@link sound} has it. */
export interface Journey {
  readonly asBuilt: string;
  readonly moved: string;
  /** The statement that named the base, and what the layers say of it. */
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
  readonly takenBack: string;
  readonly crane: { readonly alone?: string; readonly told?: string };
}

/** The journey of a sound rebase: what differs is who named the base, and what crane does. */
export function sound(by: string, crane: Journey['crane'], checkBase = 'matches'): Journey {
  return {
    ...{ asBuilt: 'up-to-date', moved: 'stale', by, ended: 'succeeded', tag: 'as planned' },
    ...{ now: 'up-to-date: up-to-date, verified', result: 'library 2', validate: 'PASS', checkBase },
    ...{ again: 'already-current', takenBack: 'to the byte, library 1', crane },
  };
}

export interface Travellers {
  readonly setup: RebaseSetup;
  readonly service: RebaseService;
  readonly regctl: AskRegctl;
}

/**
 * An image's way through the service: tracked while its base is current, seen stale when that moved, planned,
 * rebased, judged by programs that share no code with the product, and taken back.
 */
export async function travel({ setup, service, regctl }: Travellers, round: Round): Promise<Journey> {
  const { app, base, move, old = [], look } = round;
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
  const alone = round.crane === 'told' ? {} : { alone: await craneRebase(setup, app, gone) };
  const crane = { ...alone, told: await craneRebase(setup, app, gone, bases) };

  const plan = await service.plan(reference);
  const rebase = await service.apply(plan);
  const result = await lookUp(registry, app);
  const now = await service.lineage(reference);
  const after = now.links[0]?.base;
  await look?.(plan);
  const seen = {
    asBuilt: asBuilt.status,
    moved: moved.status,
    by: statementOf(moved),
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
  return { ...seen, takenBack: `${restored}, ${await setup.prints(app)}`, crane };
}

/** The statement that was followed: the first that the layers bear out. */
export function statementOf({ links }: LineageView): string {
  const followed = links[0]?.base?.evidence.find(({ verification }) => verification?.startsWith('verified'));
  return followed === undefined
    ? 'nothing'
    : `${followed.kind} at ${followed.level}, ${followed.verification}`;
}

/** regctl's answer in a word. */
export function sayCheck(answer: Awaited<ReturnType<AskRegctl>>): string {
  return answer.verdict === 'error' ? `error: ${answer.reason}` : answer.verdict;
}
