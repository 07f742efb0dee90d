// Runs the whole command line in tests, with in-memory registries served over HTTP.

import { readFileSync } from 'node:fs';
import { layered, type Pushed, pushOn } from '#lib/fleet/testing-images.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { basedOn, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import type { ServedRegistry } from '#lib/registry/memory/serve.ts';
import { filesBelow } from './import/files-below.ts';
import type { CommandContext } from './judging/command-context.ts';
import { judgeLocally } from './judging/judge-locally.ts';
import { run } from './run.ts';

/** The exit code and output of a run. */
export interface RunResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: CommandContext['env'];
  /** Reads other files from the disk. */
  readonly disk?: boolean;
  /** By path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly standardInput?: string;
  readonly terminal?: boolean;
  readonly now?: Date;
  /** Asks the program to stop. */
  readonly stop?: AbortSignal;
  /** Called with each error that is written. */
  readonly onErr?: (text: string) => void;
  readonly times?: CommandContext['agentTimes'];
}

/** Runs the command line with these arguments, isolated from the machine's environment. */
export async function baseboard(args: readonly string[], given: RunOptions = {}): Promise<RunResult> {
  const written = { out: '', err: '' };
  const code = await run(args, {
    env: given.env ?? {},
    home: undefined,
    version: '1.2.3',
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
      given.onErr?.(text);
    },
    terminal: given.terminal ?? false,
    clock: () => given.now ?? new Date(),
    readFile: (path) => {
      const text = given.files?.[path] ?? (given.disk ? readFileSync(path, 'utf8') : undefined);
      if (text === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
      return text;
    },
    filesBelow,
    readStandardInput: async () => given.standardInput ?? '',
    untilStopped: () => given.stop ?? new AbortController().signal,
    agentTimes: given.times,
    judge: judgeLocally,
  });
  return { code, ...written };
}

/** A baseboard.yaml with these registries over plain HTTP. */
export function configFor(...registries: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({ registries: registries.map((each) => ({ plainHttp: true, ...each })) });
}

/** Moves a tag to an image with the same layers and another environment variable. */
async function pushConfigMove({ registry }: ServedRegistry, { reference, recipe }: Pushed): Promise<void> {
  await push(registry, reference, recipe.runtime({ Env: ['MOVED=1'] }));
}

/** Pushes an image of each status and returns the references. */
export async function pushEveryStatus(
  served: ServedRegistry,
): Promise<Readonly<Record<Exclude<Status, 'pending'> | 'stale-config', string>>> {
  const { host, registry } = served;
  const os = await pushOn(served, 'os:1');
  const moved = await pushOn(served, 'moved:1', os);
  const runtime = await pushOn(served, 'runtime:1', moved);
  const gone = await pushOn(served, 'gone:1', os);
  const config = await pushOn(served, 'config:1', os);
  const references = {
    root: os.reference,
    'up-to-date': (await pushOn(served, 'app/current:1', os)).reference,
    stale: (await pushOn(served, 'app/stale:1', moved)).reference,
    'stale-config': (await pushOn(served, 'app/config:1', config)).reference,
    'stale-by-ancestor': (await pushOn(served, 'app/below:1', runtime)).reference,
    broken: (await pushOn(served, 'app/broken:1', gone)).reference,
    pinned: `${host}/app/pinned:1`,
    unknown: `${host}/app/unknown:1`,
  };
  const pin = layered(os.recipe, 'pinned').annotate(basedOn(`${host}/os@${os.digest}`, os.digest));
  await push(registry, references.pinned, pin);
  await push(registry, references.unknown, layered(undefined, 'unknown'));
  await pushOn(served, 'moved:1', os, 'moved on');
  await pushConfigMove(served, config);
  const state = registry.state.repositories.get('gone');
  state?.tags.clear();
  state?.manifests.clear();
  return references;
}

/** Pushes an image for two platforms whose base moved for arm64 alone, and returns its reference. */
export async function pushTwoPlatforms({ host, registry }: ServedRegistry): Promise<string> {
  const base = `${host}/multi/base:1`;
  const reference = `${host}/multi/app:1`;
  const amd64 = layered(undefined, 'amd64').annotate(basedOn('scratch'));
  const arm64 = layered(undefined, 'arm64').on('linux/arm64').annotate(basedOn('scratch'));
  const digest = await pushIndex(registry, base, { images: [amd64, arm64] });
  const apps = [amd64, arm64].map((on) => layered(on, 'app').annotate(basedOn(base, digest)));
  await pushIndex(registry, reference, { images: apps });
  const next = layered(undefined, 'arm64 again').on('linux/arm64').annotate(basedOn('scratch'));
  await pushIndex(registry, base, { images: [amd64, next] });
  return reference;
}
