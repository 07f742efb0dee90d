'use client';

import { useQuery } from '@tanstack/react-query';
import { Button } from '#components/ui/controls/button.tsx';
import { ProblemNotice } from '#components/ui/feedback/problem-notice.tsx';
import { documentQuery } from '#lib/api/client/queries.ts';
import type { LineageView } from '#lib/api/contract/images/lineage.ts';
import { CHAIN_ENDS } from '#lib/lineage/vocabulary/chain-end.ts';
import { formatRepository, tryParseReference } from '#lib/oci/reference.ts';
import { useImageView } from '../use-image-view.ts';
import { Seam } from './base-boundary.tsx';
import { buildLadder } from './base-chain.ts';
import { LadderStepView } from './base-chain-step.tsx';
import { layersWithCommands, readManifestLayers } from './manifest-documents.ts';

/** The chain as steps, the image on top, its root at the bottom, each with the layers it brought. */
export function LadderSection({ lineage }: { lineage: LineageView }) {
  const { platform: asked, setPlatform } = useImageView();
  const [image] = lineage.links;
  const platforms = image?.platforms ?? [];
  const chosen = platforms.find(({ platform }) => platform === asked) ?? platforms[0];
  const repository = repositoryOf(lineage.reference);
  const manifestDigest = chosen?.digest ?? image?.digest ?? '';
  const manifest = useQuery({
    ...documentQuery(manifestDigest, repository),
    enabled: manifestDigest !== '',
  });
  const read = readManifestLayers(manifest.data?.json);
  const config = useQuery({
    ...documentQuery(read.config ?? '', repository),
    enabled: read.config !== null,
  });
  const layers = layersWithCommands(read, config.data?.json);
  const steps = buildLadder(lineage, chosen?.platform, layers);
  const largest = Math.max(...layers.map(({ size }) => size), 1);

  return (
    <section aria-labelledby="ladder-title" className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="ladder-title" className="font-medium">
          What it stands on
        </h2>
        {platforms.length < 2 ? null : (
          <fieldset className="flex flex-wrap gap-1">
            <legend className="sr-only">Platform</legend>
            {platforms.map(({ platform }) => (
              <Button
                key={platform}
                size="sm"
                variant={platform === chosen?.platform ? 'plain' : 'quiet'}
                aria-pressed={platform === chosen?.platform}
                onClick={() => void setPlatform(platform)}
              >
                {platform}
              </Button>
            ))}
          </fieldset>
        )}
      </div>
      {manifest.isError ? <ProblemNotice error={manifest.error} /> : null}
      <ol className="rounded-md border border-line bg-surface">
        {steps.map((step, index) => (
          <li key={step.link.reference + (step.link.digest ?? '')}>
            <LadderStepView
              step={step}
              depth={index}
              largest={largest}
              loading={manifest.isLoading || config.isLoading}
            />
            {step.link.base === null ? null : <Seam base={step.link.base} platform={chosen?.platform} />}
          </li>
        ))}
      </ol>
      <p className="text-sm text-muted">{CHAIN_ENDS[lineage.end].sentence}</p>
    </section>
  );
}

/** `registry/repository` of a reference, where its documents are asked for. */
function repositoryOf(reference: string): string | undefined {
  const parsed = tryParseReference(reference);
  return parsed === undefined ? undefined : formatRepository(parsed);
}
