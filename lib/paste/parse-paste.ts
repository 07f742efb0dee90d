import { formatReference, parseReference, ReferenceSyntaxError } from '#lib/oci/reference.ts';
import { readJson, readYaml } from './documents/read-document.ts';
import {
  collecting,
  type Findings,
  MAX_PASTE,
  type Paste,
  type PastedImage,
  type PasteProblem,
} from './paste.ts';
import { hasPrompt, isCommand } from './text/commands.ts';
import { imageColumn, readCsv } from './text/csv.ts';
import { readLines } from './text/lines.ts';

/** A Dockerfile starts with FROM, after comments and arguments (Dockerfile reference, § Format). */
const DOCKERFILE = /^(?:[ \t]*(?:#.*)?\r?\n|[ \t]*ARG[ \t].*\r?\n)*[ \t]*FROM[ \t]+\S/i;
const FROM = /^[ \t]*FROM[ \t]+[^\s]/im;

/** The first line of YAML: a marker, a key, or an item of a list. */
const YAML = /^(?:---|%YAML|-[ \t]+\S|-$|["']?[\w./-]+["']?[ \t]*:(?:[ \t]|$))/;

/**
 * Finds the images in what a person pastes or drops: references, commands of docker, podman, crane and kubectl and what
 * they print, compose files, Kubernetes manifests, Helm values, Dockerfiles, CSV, JSON, and the addresses of registries'
 * pages. Every line that is not understood is a problem. Rejects only if a parser, which is loaded when needed, does not load.
 */
export async function parsePaste(text: string): Promise<Paste> {
  if (text.length > MAX_PASTE) {
    const problem = 'This is larger than 8 MB. Paste a list of images, or a part of it.';
    return { images: [], problems: [{ line: 1, text: '', problem }] };
  }
  return parsed(await findingsIn(text.replace(/^\uFEFF/, '')));
}

async function findingsIn(whole: string): Promise<Findings> {
  const text = withoutFrame(whole);
  const start = text.trimStart();
  if (/^[[{]/.test(start) && !/^\[[0-9a-fA-F:]+\]/.test(start)) return readJson(text);
  if (DOCKERFILE.test(text)) return readDockerfile(text);
  const first = firstLine(start);
  // An image is a key to a reader of CSV and to one of YAML: the separator decides.
  if (YAML.test(first)) return readYaml(text);
  if (FROM.test(whole)) return readDockerfile(text);
  const { into, findings } = collecting();
  const csv = imageColumn(start);
  if (csv === undefined) readLines(whole, into);
  else readCsv(start, csv.column, csv.hasHeader, into);
  return findings();
}

async function readDockerfile(text: string): Promise<Findings> {
  // The Dockerfile parser is large: pages load it only when somebody pastes a Dockerfile.
  const { candidatesOfDockerfile } = await import('./parse-dockerfile.ts');
  return candidatesOfDockerfile(text);
}

/** The first line that is neither empty nor a comment. */
function firstLine(text: string): string {
  for (const line of text.split(/\r?\n/, 1000)) {
    const content = line.trim();
    if (content !== '' && !content.startsWith('#')) return content;
  }
  return '';
}

/** Empties the lines around a document: the fences of Markdown, and the command that printed it. Lines keep their number. */
function withoutFrame(text: string): string {
  const lines = text.split('\n');
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const isFrame = line.trim() === '' || /^\s*(?:```|~~~)/.test(line);
    const isListing = (hasPrompt(line) || isCommand(line)) && startsDocument(lines, at + 1);
    if (!isFrame && !isListing) break;
    lines[at] = '';
    at += 1;
  }
  const fence = lines.findIndex((line, index) => index >= at && /^\s*(?:```|~~~)\s*$/.test(line));
  return fence < 0 || at === 0 ? lines.join('\n') : lines.slice(0, fence).join('\n');
}

function startsDocument(lines: readonly string[], from: number): boolean {
  const next =
    lines
      .slice(from, from + 5)
      .find((line) => line.trim() !== '')
      ?.trim() ?? '';
  return /^[[{]/.test(next) || YAML.test(next);
}

/** Parses each candidate as a reference; a repeated one counts once. */
function parsed({ candidates, problems }: Findings): Paste {
  const images = new Map<string, PastedImage & { repeatedOn: number[] }>();
  const bad: PasteProblem[] = [...problems];
  for (const { text, ...where } of candidates) {
    try {
      const reference = formatReference(parseReference(text));
      const first = images.get(reference);
      if (first === undefined) images.set(reference, { ...where, reference, repeatedOn: [] });
      else if (first.line !== where.line) first.repeatedOn.push(where.line);
    } catch (error) {
      if (!(error instanceof ReferenceSyntaxError)) throw error;
      bad.push({ line: where.line, text, problem: error.message });
    }
  }
  return { images: [...images.values()], problems: bad.sort((one, other) => one.line - other.line) };
}
