import { DockerfileParser } from 'dockerfile-ast';
import type { Candidate, PasteProblem } from './parse-paste.ts';

const VARIABLE = /\$\{([A-Za-z_]\w*)(?::?([-+])([^}]*))?\}|\$([A-Za-z_]\w*)/g;

/**
 * The images a Dockerfile's FROMs name, earlier stages and `scratch` left out, `ARG` defaults of the global scope
 * filled in (Dockerfile reference, § Understand how ARG and FROM interact). An `ARG` without default is a problem.
 */
export function candidatesOfDockerfile(text: string): {
  candidates: Candidate[];
  problems: PasteProblem[];
} {
  const dockerfile = DockerfileParser.parse(text);
  const defaults = new Map(
    dockerfile.getInitialARGs().flatMap((arg): [string, string][] => {
      const property = arg.getProperty();
      const value = property?.getValue();
      return property && value ? [[property.getName(), value]] : [];
    }),
  );
  const stages = new Set<string>();
  const candidates: Candidate[] = [];
  const problems: PasteProblem[] = [];
  for (const from of dockerfile.getFROMs()) {
    const written = from.getImage();
    const line = from.getRange().start.line + 1;
    if (written !== null) {
      const { text: image, missing } = substitute(written, defaults);
      if (missing !== undefined) {
        const problem = `"${written}" depends on the build argument ${missing}, which has no default here.`;
        problems.push({ line, text: written, problem });
      } else if (image !== 'scratch' && !stages.has(image.toLowerCase())) {
        candidates.push({ line, text: image });
      }
    }
    const stage = from.getBuildStage();
    if (stage !== null) stages.add(stage.toLowerCase());
  }
  return { candidates, problems };
}

function substitute(text: string, values: ReadonlyMap<string, string>): { text: string; missing?: string } {
  let missing: string | undefined;
  const filled = text.replace(VARIABLE, (_, braced, operator, word: string | undefined, bare) => {
    const name: string = braced ?? bare;
    const value = values.get(name);
    if (operator === '+') return value === undefined ? '' : (word ?? '');
    if (value !== undefined) return value;
    if (operator === '-') return word ?? '';
    missing ??= name;
    return '';
  });
  return missing === undefined ? { text: filled } : { text: filled, missing };
}
