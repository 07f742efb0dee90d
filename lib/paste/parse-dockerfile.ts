import { type DockerfileImage, readDockerfile, type Unresolved } from './dockerfile/read-dockerfile.ts';
import type { Candidate, Findings, PasteProblem } from './paste.ts';

/**
 * The images that a Dockerfile's FROM instructions name, without earlier stages and `scratch`. A name that depends on an
 * `ARG` without a default, or on the platform, is a problem.
 */
export function candidatesOfDockerfile(text: string): Findings {
  const { images, tooLong } = readDockerfile(text);
  const candidates: Candidate[] = [];
  const problems: PasteProblem[] = tooLong.map(({ line, text: word, message }) => ({
    ...{ line, text: word },
    problem: `This cannot be an image: ${message}.`,
  }));
  for (const { how, line, written, image } of images) {
    if (how !== 'from') continue;
    if (typeof image === 'string') candidates.push({ line, text: image, format: 'dockerfile' });
    else problems.push({ line, text: written, problem: sentenceOf(written, image) });
  }
  return { candidates, problems };
}

function sentenceOf(written: DockerfileImage['written'], { why, argument }: Unresolved): string {
  switch (why) {
    case 'unset':
      return `"${written}" depends on the build argument ${argument}, which has no default here.`;
    case 'platform':
      return `"${written}" depends on ${argument}, and each platform has another image. Paste the one you mean.`;
    case 'invalid':
    case 'literal':
      return `"${written}" depends on the build argument ${argument}, and is not an image without its value.`;
  }
}
