import { familiarReference, parseReference } from '#lib/oci/reference.ts';
import type { DockerfileComparison } from '../verdict/dockerfile-base.ts';

/** What the comparison of a Dockerfile with the image that was built of it means, and what to do. */
export function dockerfileSentence(comparison: DockerfileComparison): string {
  const declared = familiar(comparison.declared);
  switch (comparison.kind) {
    case 'same':
      return `The image is based on what the Dockerfile says, \`${declared}\`.`;
    case 'other-base': {
      const built = comparison.built === null ? 'scratch' : `\`${familiar(comparison.built)}\``;
      return `The Dockerfile already says \`${declared}\`, the image is based on ${built}. Rebuild it.`;
    }
    case 'other-digest':
      return `The Dockerfile pins another digest of \`${withoutDigest(declared)}\` than the image is based on. Rebuild it.`;
    case 'old-pin':
      return `The Dockerfile pins a digest that \`${withoutDigest(declared)}\` no longer has. Update the pin: a rebuild alone keeps it.`;
    case 'unknown':
      return `The Dockerfile says \`${declared}\`. What the image is based on is not proven, so they were not compared.`;
  }
}

function familiar(reference: string): string {
  return familiarReference(parseReference(reference));
}

function withoutDigest(reference: string): string {
  return reference.replace(/@.*$/, '');
}
