import { z } from 'zod';
import { formatPlatform } from '#lib/oci/platform.ts';
import { metadataSchema } from './object-metadata.ts';

/** A node and the platform of the images that it runs. */
export interface Node {
  readonly uid: string;
  readonly name: string;
  /** As `formatPlatform` writes it: `linux/arm64`; `undefined` if the node has not said it. */
  readonly platform: string | undefined;
}

const nodeSchema = z.object({
  metadata: metadataSchema,
  status: z
    .object({
      nodeInfo: z
        .object({ architecture: z.string().nullish(), operatingSystem: z.string().nullish() })
        .nullish(),
    })
    .nullish(),
});

/** Parses a Node (Kubernetes API, core/v1). */
export const nodeFrom = nodeSchema.transform(({ metadata, status }): Node => {
  const { architecture, operatingSystem: os } = status?.nodeInfo ?? {};
  return {
    uid: metadata.uid,
    name: metadata.name,
    platform: architecture && os ? formatPlatform({ architecture, os }) : undefined,
  };
});
