import { DockerfileParser } from 'dockerfile-ast';
import { tryParseReference } from '#lib/oci/reference.ts';
import { type BuildArgument, type Expanded, expandWord, HOLE, WordTooLongError } from '../expand-word.ts';
import { type FlagSource, sourcesInFlags } from './flag-images.ts';
import { contentOf, onOneLine, wordsOf } from './words.ts';

/** Why the name of an image is not known. */
export interface Unresolved {
  /**
   * `unset`: an argument without a default. `platform`: each platform has another image. `invalid`: no image without the
   * value of a variable. `literal`: the builder expands no variable here.
   */
  readonly why: 'unset' | 'platform' | 'invalid' | 'literal';
  /** The argument whose value is not known. */
  readonly argument: string;
}

/** An image that a Dockerfile names. */
export interface DockerfileImage {
  /** Counted from 1. */
  readonly line: number;
  readonly how: 'from' | 'copy-from' | 'mount-from' | 'syntax';
  readonly written: string;
  /** The name after expansion, or why there is none. */
  readonly image: string | Unresolved;
  /** The place of its stage in {@link DockerfileContent.stages}; `undefined` outside of stages. */
  readonly stage: number | undefined;
  /** The value of `--platform`, as written. */
  readonly platform?: string;
  readonly onBuild?: true;
}

/** A build stage. */
interface DockerfileStage {
  readonly line: number;
  readonly name: string | undefined;
  /** Its base: an image, an earlier stage by its place, `scratch`, or a stage that depends on the platform. */
  readonly base: DockerfileImage | number | 'scratch' | 'some-stage' | undefined;
}

/** What a Dockerfile is made of, as far as images are concerned. */
export interface DockerfileContent {
  readonly stages: readonly DockerfileStage[];
  /** In the order of the file. */
  readonly images: readonly DockerfileImage[];
  /** Words that are longer than any image name. */
  readonly tooLong: readonly { readonly line: number; readonly text: string; readonly message: string }[];
}

/** The arguments that BuildKit sets for each platform (Dockerfile reference, § Automatic platform ARGs). */
const PLATFORM_ARGUMENTS = ['TARGET', 'BUILD'].flatMap((side) =>
  ['PLATFORM', 'OS', 'OSVERSION', 'ARCH', 'VARIANT'].map((part) => `${side}${part}`),
);

/**
 * The images that a Dockerfile names, and its stages. Expands the `ARG`s of the global scope as BuildKit does (Dockerfile
 * reference, § Understand how ARG and FROM interact). `given` has the arguments that the build sets. Stage names hide
 * images: earlier ones in FROM, all of them in `COPY --from` and `RUN --mount`.
 */
export function readDockerfile(
  text: string,
  given: ReadonlyMap<string, string> = new Map(),
): DockerfileContent {
  const dockerfile = DockerfileParser.parse(text);
  const escapeSign = dockerfile.getEscapeCharacter();
  const lines = text.split(/\r\n|\n|\r/);
  const known = new Map<string, BuildArgument>(
    PLATFORM_ARGUMENTS.map((name) => [name, { state: 'platform' }]),
  );
  const stages: DockerfileStage[] = [];
  const places = new Map<string, number>();
  const images: DockerfileImage[] = [];
  const inFlags: (FlagSource & { readonly line: number; readonly stage: number })[] = [];
  const tooLong: DockerfileContent['tooLong'][number][] = [];
  const within = <T>(line: number, content: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof WordTooLongError)) throw error;
      tooLong.push({ line, text: content.slice(0, 200), message: error.message });
      return undefined;
    }
  };

  for (const directive of dockerfile.getDirectives()) {
    const written = directive.getValue();
    if (directive.getName().toLowerCase() !== 'syntax' || written === '') continue;
    const line = directive.getRange().start.line + 1;
    images.push({ line, how: 'syntax', written, image: written, stage: undefined });
  }
  for (const instruction of dockerfile.getInstructions()) {
    const keyword = instruction.getKeyword().toUpperCase();
    const { start, end } = instruction.getRange();
    const line = start.line + 1;
    if (keyword === 'ARG' && stages.length === 0) {
      const content = contentOf(instruction, escapeSign);
      within(line, content, () => declare(content, known, given, escapeSign));
    } else if (keyword === 'FROM') {
      // The parser's own content of a FROM has no flags.
      const whole = lines.slice(start.line, end.line + 1).join('\n');
      const content = onOneLine(whole, escapeSign).replace(/^\s*FROM\s*/i, '');
      const from = readFrom(content);
      const place = stages.length;
      const base = within(line, content, () => baseOf(from, { places, known, escapeSign, line, place }));
      if (typeof base === 'object') images.push(base);
      stages.push({ line, name: from.stage, base });
      if (from.stage !== undefined) places.set(from.stage.toLowerCase(), place);
    } else if (WITH_FLAGS.test(keyword) && stages.length > 0) {
      const whole = lines.slice(start.line, end.line + 1).join('\n');
      const stage = stages.length - 1;
      inFlags.push(...sourcesInFlags(whole, escapeSign).map((source) => ({ ...source, line, stage })));
    }
  }
  // A flag may name a later stage, too.
  for (const { how, name, onBuild, line, stage } of inFlags) {
    if (/^\d+$/.test(name) || places.has(name.toLowerCase()) || name.toLowerCase() === 'scratch') continue;
    const argument = /\$\{?([A-Za-z_]\w*)/.exec(name)?.[1];
    const image = argument === undefined ? name : ({ why: 'literal', argument } as const);
    images.push({ line, how, written: name, image, stage, ...(onBuild ? { onBuild } : {}) });
  }
  return { stages, images: images.sort((one, other) => one.line - other.line), tooLong };
}

/** Beyond this many stages, a name that is partly known counts as an image: comparing all with all takes too long. */
const MAX_STAGES = 1000;
const WITH_FLAGS = /^(?:COPY|ADD|RUN|ONBUILD)$/;

/**
 * The image that the result of a build is based on: that of the last stage, or of the stage `target`. `undefined` if it is
 * `scratch`, or not known.
 */
export function finalBase({ stages }: DockerfileContent, target?: string): DockerfileImage | undefined {
  let at =
    target === undefined
      ? stages.length - 1
      : /^\d+$/.test(target)
        ? Number(target)
        : stages.findLastIndex(({ name }) => name?.toLowerCase() === target.toLowerCase());
  // A stage is based on an earlier one, so this ends.
  for (;;) {
    const base = stages[at]?.base;
    if (typeof base !== 'number') return typeof base === 'object' ? base : undefined;
    at = base;
  }
}

/** Adds the arguments of one `ARG`, each expanded with those before it. The build's own values come first. */
function declare(
  content: string,
  known: Map<string, BuildArgument>,
  given: ReadonlyMap<string, string>,
  escapeSign: string,
): void {
  for (const word of wordsOf(content, escapeSign)) {
    const [, name = '', hasDefault, value = ''] = /^([A-Za-z_]\w*)(=)?([\s\S]*)$/.exec(word) ?? [];
    if (name === '') continue;
    const set = given.get(name);
    if (set !== undefined) known.set(name, { state: 'set', value: { text: set, missing: [] } });
    else if (hasDefault !== undefined) {
      known.set(name, { state: 'set', value: expandWord(value, known, escapeSign) });
    } else if (!known.has(name)) known.set(name, { state: 'unset' });
  }
}

interface From {
  readonly image: string | undefined;
  readonly stage: string | undefined;
  readonly platform: string | undefined;
}

function readFrom(content: string): From {
  const words = content.split(/\s+/).filter((word) => word !== '');
  let platform: string | undefined;
  while (words[0]?.startsWith('--'))
    platform = /^--platform=(.+)$/.exec(words.shift() ?? '')?.[1] ?? platform;
  const [image, as, stage] = words;
  return { image, stage: as?.toLowerCase() === 'as' ? stage : undefined, platform };
}

/** The base that a FROM names; `undefined` for an empty name. */
function baseOf(
  { image: written, platform }: From,
  {
    places,
    known,
    escapeSign,
    line,
    place,
  }: {
    readonly places: ReadonlyMap<string, number>;
    readonly known: ReadonlyMap<string, BuildArgument>;
    readonly escapeSign: string;
    readonly line: number;
    readonly place: number;
  },
): DockerfileStage['base'] {
  if (written === undefined) return undefined;
  const { text, missing }: Expanded = expandWord(written, known, escapeSign);
  const name = text.toLowerCase();
  const of = (image: string | Unresolved): DockerfileImage => ({
    ...{ line, how: 'from', written, image, stage: place },
    ...(platform === undefined ? {} : { platform }),
  });
  if (missing.length === 0)
    return name === 'scratch' ? 'scratch' : (places.get(name) ?? of(named(written, text, known)));
  if (places.size <= MAX_STAGES && [...places.keys()].some((stage) => couldBe(stage, name)))
    return 'some-stage';
  const argument = missing.find((each) => PLATFORM_ARGUMENTS.includes(each));
  return of(
    argument === undefined ? { why: 'unset', argument: missing[0] ?? '' } : { why: 'platform', argument },
  );
}

/** Variables that nothing declares are empty: if no valid name is left, a variable is the problem. */
function named(
  written: string,
  text: string,
  known: ReadonlyMap<string, BuildArgument>,
): string | Unresolved {
  const variables = [...written.matchAll(/\$\{?([A-Za-z_]\w*)/g)].flatMap(([, name]) => name ?? []);
  const argument = variables.find((name) => !known.has(name)) ?? variables[0];
  return argument === undefined || tryParseReference(text) !== undefined
    ? text
    : { why: 'invalid', argument };
}

/** True if a name with {@link HOLE}s can expand to the name of this stage. */
function couldBe(stage: string, name: string): boolean {
  const [start = '', ...rest] = name.split(HOLE);
  if (!stage.startsWith(start)) return false;
  let at = start.length;
  for (const part of rest.slice(0, -1)) {
    const found = stage.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const end = rest.at(-1) ?? '';
  return stage.length - at >= end.length && stage.endsWith(end);
}
