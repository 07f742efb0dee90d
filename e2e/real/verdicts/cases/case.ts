import type { ChainEnd } from '#lib/lineage/vocabulary/chain-end.ts';
import type { EvidenceKind, EvidenceLevel } from '#lib/lineage/vocabulary/evidence.ts';
import type { Freshness } from '#lib/lineage/vocabulary/freshness.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Verification } from '#lib/lineage/vocabulary/verification.ts';
import type { Built, Recipe, Workshop } from '../../tools/buildah.ts';
import type { BuildKit } from '../../tools/buildkit.ts';

/** What cases are built with. */
export interface Bench {
  readonly workshop: Workshop;
  /** There where BuildKit can be run: its cases are left out otherwise. */
  readonly buildkit: BuildKit | undefined;
  /** `library/debian:12` as it is when the cases are built: an index of amd64 and arm64. */
  readonly debian: Built;
}

/** The verdict on an image and on its direct base. */
export interface Expected {
  readonly status: Status;
  /** Null if the base is not known. */
  readonly freshness: Freshness | null;
  readonly verification: Verification | null;
  /** How the chain ends, where it is not as the case says. */
  readonly end?: ChainEnd;
}

/** What a case is compared by: the verdict and its evidence. */
export interface Outcome extends Expected {
  /** The base's name without the registry's host. */
  readonly base: string | null;
  /** `annotation at manifest`, the evidence that was followed. */
  readonly by: string | null;
  readonly platforms: readonly string[];
  readonly end: ChainEnd;
}

/** One way in which an image names its base or fails to, with the right verdicts before and after its base moved. */
export interface Case {
  readonly title: string;
  /** What makes it hard: the table's second column. */
  readonly kind: string;
  /** Where it is pushed: repository and tag. */
  readonly push: string;
  /** Builds and pushes it. */
  make(bench: Bench): Promise<Built>;
  /** The builder if it is not buildah: it may not be installed. */
  readonly builder?: 'buildkit' | 'crane' | 'umoci';
  /** Moves a base of the case's own; `library/debian:12` is moved once for all cases. */
  move?(bench: Bench): Promise<unknown>;
  /** The base's repository and tag; null if it is not known. */
  readonly base: string | null;
  /** The host in the base's name if it is not the registry's own. */
  readonly baseHost?: string;
  /** The evidence that is followed; null if there is none. */
  readonly by: readonly [EvidenceKind, EvidenceLevel] | null;
  /** Every platform of the image, as the verdict lists them. */
  readonly platforms: readonly string[];
  readonly before: Expected;
  /** For a watch that has seen the image before, as the service has. */
  readonly after: Expected;
  /** What differs for a watch that begins after the move: less is left to see then. */
  readonly firstLook?: Partial<Outcome>;
  readonly end: ChainEnd;
}

const AMD64 = ['linux/amd64'];
export const BOTH = ['linux/amd64', 'linux/arm64'];
/** An application's own files. */
export const APP = { 'opt/app': 'app {arch}\n' };
export const DEBIAN = 'library/debian:12';

export const CURRENT: Expected = { status: 'up-to-date', freshness: 'up-to-date', verification: 'verified' };
export const STALE: Expected = { status: 'stale', freshness: 'stale', verification: 'verified' };
export const SAME_CONTENT: Expected = {
  ...{ status: 'up-to-date', freshness: 'same-content', verification: 'verified' },
};

/** A case on debian:12 by its child manifest's annotation, current before and stale after, but for what is said. */
export function onDebian(of: Pick<Case, 'title' | 'kind' | 'push' | 'make'> & Partial<Case>): Case {
  return {
    ...{ base: DEBIAN, by: ['annotation', 'manifest'], platforms: AMD64, end: 'root' },
    ...{ before: CURRENT, after: STALE },
    ...of,
  };
}

/** debian:12 in one of its versions: the operating system every chain here ends at. */
export function debianRecipe(version: string): Recipe {
  return {
    ...{ push: DEBIAN, from: 'scratch', busybox: true, platforms: BOTH },
    files: { 'etc/os-release': `PRETTY_NAME="Debian GNU/Linux 12, ${version}"\nID=debian\n# {arch}\n` },
  };
}
