import { formatReference, parseReference, ReferenceSyntaxError } from '#lib/oci/reference.ts';

/** A piece of pasted text that is no reference: where it stood (lines count from 1) and why. */
export interface PasteProblem {
  readonly line: number;
  readonly text: string;
  readonly problem: string;
}

/** What a paste holds: references fully qualified, each once, in order; and what could not be read. */
export interface Paste {
  readonly references: readonly string[];
  readonly problems: readonly PasteProblem[];
}

/** A candidate before it is read as a reference. */
export interface Candidate {
  readonly line: number;
  readonly text: string;
}

const PULL = /^(?:sudo\s+)?(?:docker|podman|nerdctl|buildah|crane|ctr)\s+(?:images?\s+)?pull\s+(.*)$/i;
const YAML_IMAGE = /^(?:-\s*)?image:\s*["']?([^"'\s#]+)["']?\s*(?:#.*)?$/;
const FROM = /^\s*FROM\s+\S/im;

/**
 * Reads whatever a person pastes into the reference box: one reference, many lines, `docker pull` commands,
 * `image:` lines of a compose or Kubernetes file, or a Dockerfile, whose FROMs count.
 */
export async function parsePaste(text: string): Promise<Paste> {
  const { candidates, problems } = await candidatesOf(text);
  const read = readCandidates(candidates);
  return { references: read.references, problems: [...problems, ...read.problems] };
}

/** What may be references in a text that {@link parsePaste} reads, each with its line. */
export async function candidatesOf(
  text: string,
): Promise<{ candidates: readonly Candidate[]; problems: readonly PasteProblem[] }> {
  if (FROM.test(text)) {
    // The Dockerfile parser is large and seldom needed: it comes when a Dockerfile does.
    const { candidatesOfDockerfile } = await import('./parse-dockerfile.ts');
    return candidatesOfDockerfile(text);
  }
  const candidates = text.split(/\r?\n/).flatMap((line, index) => candidatesOfLine(line, index + 1));
  return { candidates, problems: [] };
}

/** Reads each candidate as a reference; a repeated one counts once. */
export function readCandidates(candidates: readonly Candidate[]): Paste {
  const references = new Set<string>();
  const problems: PasteProblem[] = [];
  for (const { line, text } of candidates) {
    try {
      references.add(formatReference(parseReference(text)));
    } catch (error) {
      if (!(error instanceof ReferenceSyntaxError)) throw error;
      problems.push({ line, text, problem: error.message });
    }
  }
  return { references: [...references], problems };
}

function candidatesOfLine(raw: string, line: number): Candidate[] {
  const text = raw.trim().replace(/^[$>]\s+/, '');
  if (text === '' || text.startsWith('#') || text.startsWith('//')) return [];
  const pull = PULL.exec(text)?.[1];
  if (pull !== undefined) return [{ line, text: lastArgument(pull) }];
  const image = YAML_IMAGE.exec(text)?.[1];
  if (image !== undefined) return [{ line, text: image }];
  return text
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
    .map((word) => ({ line, text: word.replace(/^["'`]|["'`]$/g, '') }));
}

/** A pull takes flags and one reference, which stands last; what a shell joins on after it is not part of it. */
function lastArgument(rest: string): string {
  const command = rest.split(/\s*(?:&&|\|\||[;|])\s*/)[0] ?? '';
  return (
    command
      .trim()
      .split(/\s+/)
      .at(-1)
      ?.replace(/^["']|["']$/g, '') ?? ''
  );
}
