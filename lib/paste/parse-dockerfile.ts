import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { tryParseReference } from '#lib/oci/reference.ts';
import { type BuildArgument, type Expanded, expandWord, HOLE, WordTooLongError } from './expand-word.ts';
import type { Candidate, Findings, PasteProblem } from './paste.ts';

/** The arguments that BuildKit sets for each platform (Dockerfile reference, § Automatic platform ARGs). */
const PLATFORM_ARGUMENTS = ['TARGET', 'BUILD'].flatMap((side) =>
  ['PLATFORM', 'OS', 'OSVERSION', 'ARCH', 'VARIANT'].map((part) => `${side}${part}`),
);

/**
 * The images that a Dockerfile's FROM instructions name, without earlier stages and `scratch`. Expands the `ARG`s of the
 * global scope as BuildKit does (Dockerfile reference, § Understand how ARG and FROM interact). A name that depends on
 * an `ARG` without a default, or on the platform, is a problem.
 */
export function candidatesOfDockerfile(text: string): Findings {
  const dockerfile = DockerfileParser.parse(text);
  const escapeSign = dockerfile.getEscapeCharacter();
  const known = new Map<string, BuildArgument>(
    PLATFORM_ARGUMENTS.map((name) => [name, { state: 'platform' }]),
  );
  const stages = new Set<string>();
  const candidates: Candidate[] = [];
  const problems: PasteProblem[] = [];
  let global = true;
  for (const instruction of dockerfile.getInstructions()) {
    const keyword = instruction.getKeyword().toUpperCase();
    const line = instruction.getRange().start.line + 1;
    const content = contentOf(instruction, escapeSign);
    try {
      if (keyword === 'ARG' && global) declare(content, known, escapeSign);
      if (keyword !== 'FROM') continue;
      global = false;
      const { image, stage } = readFrom(content);
      if (image !== undefined) {
        const found = imageOf(image, expandWord(image, known, escapeSign), { stages, known });
        if (typeof found === 'string') candidates.push({ line, text: found, format: 'dockerfile' });
        else if (found !== undefined) problems.push({ line, text: image, problem: found.problem });
      }
      if (stage !== undefined) stages.add(stage.toLowerCase());
    } catch (error) {
      if (!(error instanceof WordTooLongError)) throw error;
      problems.push({
        line,
        text: content.slice(0, 200),
        problem: `This cannot be an image: ${error.message}.`,
      });
    }
  }
  return { candidates, problems };
}

/** An instruction's arguments on one line, without line continuations and the comments between them. */
function contentOf(instruction: Instruction, escapeSign: string): string {
  const continued = new RegExp(`[${escapeSign === '`' ? '`' : '\\\\'}][ \\t]*$`);
  return (instruction.getRawArgumentsContent() ?? '')
    .split(/\r?\n/)
    .filter((line, at) => at === 0 || !/^\s*(?:#|$)/.test(line))
    .map((line) => line.replace(continued, ''))
    .join('');
}

/** Adds the arguments of one `ARG`, each expanded with those before it. */
function declare(content: string, known: Map<string, BuildArgument>, escapeSign: string): void {
  for (const word of wordsOf(content, escapeSign)) {
    const [, name = '', given, value = ''] = /^([A-Za-z_]\w*)(=)?([\s\S]*)$/.exec(word) ?? [];
    if (name === '') continue;
    if (given !== undefined) known.set(name, { state: 'set', value: expandWord(value, known, escapeSign) });
    else if (!known.has(name)) known.set(name, { state: 'unset' });
  }
}

/** Words separated by spaces outside of quotes; quotes and escapes stay. */
function wordsOf(content: string, escapeSign: string): string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let at = 0; at < content.length; at += 1) {
    const sign = content[at] ?? '';
    if (quote === '' && /\s/.test(sign)) {
      if (word !== '') words.push(word);
      word = '';
      continue;
    }
    word += sign;
    if (sign === escapeSign && quote !== "'") {
      at += 1;
      word += content[at] ?? '';
    } else if (quote === '' ? sign === '"' || sign === "'" : sign === quote) {
      quote = quote === '' ? sign : '';
    }
  }
  return word === '' ? words : [...words, word];
}

function readFrom(content: string): { image: string | undefined; stage: string | undefined } {
  const words = content.split(/\s+/).filter((word) => word !== '');
  while (words[0]?.startsWith('--')) words.shift();
  const [image, as, stage] = words;
  return { image, stage: as?.toLowerCase() === 'as' ? stage : undefined };
}

/** The image that a FROM names; `undefined` for a stage or an empty name; a problem if the name is not known. */
function imageOf(
  written: string,
  { text, missing }: Expanded,
  {
    stages,
    known,
  }: { readonly stages: ReadonlySet<string>; readonly known: ReadonlyMap<string, BuildArgument> },
): string | { problem: string } | undefined {
  const name = text.toLowerCase();
  if (missing.length === 0)
    return name === 'scratch' || stages.has(name) ? undefined : named(written, text, known);
  if ([...stages].some((stage) => couldBe(stage, name))) return undefined;
  const platform = missing.find((each) => PLATFORM_ARGUMENTS.includes(each));
  return platform === undefined
    ? { problem: `"${written}" depends on the build argument ${missing[0]}, which has no default here.` }
    : {
        problem: `"${written}" depends on ${platform}, and each platform has another image. Paste the one you mean.`,
      };
}

/** Variables that nothing declares are empty: if no valid name is left, a variable is the problem. */
function named(
  written: string,
  text: string,
  known: ReadonlyMap<string, BuildArgument>,
): string | { problem: string } {
  const variables = [...written.matchAll(/\$\{?([A-Za-z_]\w*)/g)].flatMap(([, name]) => name ?? []);
  const variable = variables.find((name) => !known.has(name)) ?? variables[0];
  if (variable === undefined || tryParseReference(text) !== undefined) return text;
  return {
    problem: `"${written}" depends on the build argument ${variable}, and is not an image without its value.`,
  };
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
