import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peer } from '../../peers/peers.ts';
import type { RealRegistry } from '../registries/registries.ts';
import { tryRun } from '../run-program.ts';
import type { Built } from './buildah.ts';

/** What `regctl image check-base` says: its verdict, or why it has none. */
export type CheckBase =
  /** `platform`: of this child, asked by its digest after the index gave an error. */
  | { readonly verdict: 'matches' | 'changed'; readonly platform?: string }
  | { readonly verdict: 'error'; readonly reason: string };

/** Asks regctl about an image. */
export type AskRegctl = (image: Built) => Promise<CheckBase>;

/** Why regctl cannot be asked here, or `undefined` where it can. */
export function regctlMissing(): string | undefined {
  return peer('regctl') === undefined ? 'regctl was not built: see e2e/peers/install.ts' : undefined;
}

/**
 * Sets regctl up for a registry that also stands in for docker.io, as ours is: both get the same view. `others` are
 * registries that bases are in. It ends with 1 both for "changed" and for every error: its words tell them apart.
 */
export async function openRegctl(registry: RealRegistry, ...others: RealRegistry[]): Promise<AskRegctl> {
  const program = peer('regctl');
  if (program === undefined) throw new Error(regctlMissing());
  const path = join(registry.scratch, 'regctl.json');
  const settings = ({ host, credentials: account }: RealRegistry) => ({
    ...{ tls: 'disabled', hostname: host },
    ...(account === undefined ? {} : { user: account.username, pass: account.password }),
  });
  const each = [registry, ...others].map((one) => [one.host, settings(one)] as const);
  const hosts = { ...Object.fromEntries(each), 'docker.io': settings(registry) };
  await writeFile(path, JSON.stringify({ version: 1, hosts }), { mode: 0o600 });
  const ask = async (reference: string): Promise<CheckBase> => {
    // Without `-v error` it warns of the settings above before it speaks.
    const { status, stdout, stderr } = await tryRun(
      program,
      ['-v', 'error', 'image', 'check-base', reference],
      { env: { REGCTL_CONFIG: path } },
    );
    if (status === 0 && stdout.includes('base image matches')) return { verdict: 'matches' };
    if (stdout.includes('base image has changed')) return { verdict: 'changed' };
    const reason = stderr.trim().split('\n').at(-1) ?? '';
    return { verdict: 'error', reason: reason.replaceAll(registry.host, 'registry.example') };
  };
  return async (image) => {
    const answer = await ask(image.reference);
    // It reads annotations of the index alone, with `--platform` too. It gets a second chance at a child.
    const [first] = Object.entries(image.children).sort();
    if (answer.verdict !== 'error' || first === undefined) return answer;
    const [platform, digest] = first;
    const second = await ask(`${registry.host}/${image.repository}@${digest}`);
    return second.verdict === 'error' ? answer : { ...second, platform };
  };
}
