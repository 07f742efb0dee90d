import type { Hint, HookRequest, Statement } from './hint.ts';
import type { HookKind } from './hook-kind.ts';
import { readArtifactory } from './payloads/artifactory.ts';
import { readAcr, readDistribution } from './payloads/distribution.ts';
import { readDockerHub } from './payloads/docker-hub.ts';
import { readEcr } from './payloads/ecr.ts';
import { readGar } from './payloads/gar.ts';
import { readGeneric } from './payloads/generic.ts';
import { readGitHub } from './payloads/github.ts';
import { readHarbor } from './payloads/harbor.ts';
import { parseJson } from './payloads/parse-json.ts';
import { readQuay } from './payloads/quay.ts';
import { readZot } from './payloads/zot.ts';
import { type HookPlace, placeHints } from './place-hints.ts';

const READERS: Readonly<Record<HookKind, (json: unknown, request: HookRequest) => Statement>> = {
  distribution: readDistribution,
  'docker-hub': readDockerHub,
  github: readGitHub,
  harbor: readHarbor,
  quay: readQuay,
  zot: readZot,
  ecr: readEcr,
  acr: readAcr,
  gar: readGar,
  gitlab: readDistribution,
  artifactory: readArtifactory,
  generic: readGeneric,
};

/** What an authenticated call says. `not-a-push`: nothing about a pushed tag; `unreadable`: no payload of this kind. */
export type HookReading =
  | { readonly says: 'hints'; readonly hints: readonly Hint[] }
  | { readonly says: 'ping' | 'not-a-push' | 'unreadable' };

/** Reads the payload of a call. Never throws. */
export function readHook(request: HookRequest, place: HookPlace): HookReading {
  const statement = READERS[place.kind](parseJson(request.body), request);
  if (typeof statement === 'string') return { says: statement };
  const hints = placeHints(statement, place);
  return hints.length === 0 ? { says: 'not-a-push' } : { says: 'hints', hints };
}
