import { formatReference, tryParseReference } from '#lib/oci/reference.ts';
import {
  type DockerfileContent,
  type DockerfileImage,
  finalBase,
  readDockerfile,
} from '#lib/paste/dockerfile/read-dockerfile.ts';
import type { Declarations, DeclaredPlace } from './declarations.ts';
import type { FileSet } from './file-set.ts';

/** A build that a compose, bake or dev container file describes. */
export interface DeclaredBuild {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The service, or the target of a bake file. */
  readonly service: string | undefined;
  /** The path of the Dockerfile in the source; `undefined` if it is elsewhere. */
  readonly dockerfile: string | undefined;
  /** A Dockerfile inside the file, and the line that is before its first. */
  readonly inline?: { readonly text: string; readonly offset: number } | undefined;
  readonly target: string | undefined;
  /** Build arguments whose values are known. */
  readonly args: ReadonlyMap<string, string>;
  /** Other images for names of the Dockerfile; `undefined` where something else than an image takes the place. */
  readonly contexts: ReadonlyMap<string, string | undefined>;
  /** What the build makes, as written, with its line. */
  readonly outputs: readonly { readonly text: string; readonly line: number }[];
}

/** A Dockerfile as some builds read it: with the same arguments and contexts. */
interface Reading {
  readonly file: string;
  readonly offset: number;
  readonly content: DockerfileContent;
  readonly contexts: DeclaredBuild['contexts'];
  /** The first file that describes such a build; `undefined` for none, and for a Dockerfile inside that file. */
  readonly via: string | undefined;
  /** The bases of results. */
  readonly finals: Set<DockerfileImage>;
}

/** The most ways in which builds set the arguments of one Dockerfile, and the most characters that are read for them. */
const MAX_READINGS = { count: 50, characters: 2 * 1024 * 1024 };

/**
 * Adds the images of all Dockerfiles, as the builds that use them set their arguments, and what the builds make. A
 * Dockerfile without a build is read with its own defaults.
 */
export function declareBuilds(
  set: FileSet,
  dockerfiles: readonly string[],
  builds: readonly DeclaredBuild[],
  into: Declarations,
): void {
  const readings = new Map<string, Map<string, Reading>>();
  for (const build of builds) {
    const reading = readingFor(set, build, readings);
    const { file, line, service, dockerfile, target } = build;
    if (typeof reading === 'string') into.note({ file, line, message: reading });
    const content = typeof reading === 'object' ? reading.content : undefined;
    const final = content && finalBase(content, target);
    if (typeof reading === 'object' && final !== undefined) reading.finals.add(final);
    if (content !== undefined && target !== undefined && !hasStage(content, target)) {
      into.note({ file, line, message: `the Dockerfile has no stage ${target}` });
    }
    const base = final && typeof reading === 'object' ? imageIn(final, reading) : undefined;
    const reference = base === undefined ? undefined : tryParseReference(base);
    for (const output of build.outputs) {
      into.image(file, output.text, {
        ...{ line: output.line, how: 'output', service, dockerfile },
        ...(reference && typeof reading === 'object' && final
          ? { base: formatReference(reference), baseLine: final.line + reading.offset }
          : {}),
      });
    }
  }
  for (const path of dockerfiles) {
    const file = set.get(path);
    if (file === undefined || readings.has(path)) continue;
    const content = readDockerfile(file.text);
    const final = finalBase(content);
    const finals = new Set(final === undefined ? [] : [final]);
    declareReading({ file: path, offset: 0, content, contexts: new Map(), via: undefined, finals }, into);
  }
  for (const known of readings.values()) for (const reading of known.values()) declareReading(reading, into);
}

/** The reading that a build needs; a sentence if there is none; `undefined` if the build's file said why. */
function readingFor(
  set: FileSet,
  { file: via, dockerfile, inline, args, contexts, line }: DeclaredBuild,
  readings: Map<string, Map<string, Reading>>,
): Reading | string | undefined {
  if (dockerfile === undefined && inline === undefined) return undefined;
  const path = inline === undefined ? (dockerfile ?? '') : `${via}:${line}`;
  const text = inline?.text ?? set.get(path)?.text;
  if (text === undefined) return `${path} was not read, so the base of this build is not known`;
  const known = readings.get(path) ?? new Map<string, Reading>();
  readings.set(path, known);
  const key = JSON.stringify([[...args].sort(), [...contexts].sort()]);
  const found = known.get(key);
  if (found !== undefined) return found;
  const { count, characters } = MAX_READINGS;
  const most = Math.max(1, Math.min(count, Math.floor(characters / text.length)));
  if (known.size >= most) return `only the first ${most} ways to build ${path} are read`;
  const reading = {
    ...{ file: inline ? via : path, offset: inline?.offset ?? 0, content: readDockerfile(text, args) },
    ...{ contexts: byReference(contexts), via: inline ? undefined : via, finals: new Set<DockerfileImage>() },
  };
  known.set(key, reading);
  return reading;
}

/** Contexts are known by whole references: `alpine` also stands for `docker.io/library/alpine:latest`. */
function byReference(contexts: DeclaredBuild['contexts']): DeclaredBuild['contexts'] {
  return new Map([...contexts].map(([name, image]) => [wholeName(name), image]));
}

function wholeName(name: string): string {
  const reference = tryParseReference(name);
  return reference === undefined ? name : formatReference(reference);
}

/** The image that a Dockerfile means with a name, in a build with these contexts; `undefined` if it is no known image. */
function imageIn({ image }: DockerfileImage, { contexts }: Pick<Reading, 'contexts'>): string | undefined {
  if (typeof image !== 'string') return undefined;
  return contexts.has(wholeName(image)) ? contexts.get(wholeName(image)) : image;
}

function hasStage({ stages }: DockerfileContent, target: string): boolean {
  return stages.some(({ name }, at) => name?.toLowerCase() === target.toLowerCase() || String(at) === target);
}

function declareReading(reading: Reading, into: Declarations): void {
  const { file, offset, content, via, finals } = reading;
  for (const each of content.images) {
    const { line, how, written, image, stage, platform } = each;
    const place: DeclaredPlace = {
      ...{ line: line + offset, how },
      stage: stage === undefined ? undefined : (content.stages[stage]?.name ?? stage),
      platform,
      final: finals.has(each) ? true : undefined,
      note: each.onBuild ? 'for builds that are based on this image (ONBUILD)' : undefined,
      via,
    };
    if (typeof image !== 'string') into.unresolved(file, written, `$${image.argument}`, place);
    else {
      // A context that is no image has no name.
      const meant = imageIn(each, reading);
      if (meant !== undefined) into.image(file, meant, place);
    }
  }
  for (const { line, message } of content.tooLong) {
    into.note({ file, line: line + offset, message: `this cannot be an image: ${message}` });
  }
}
