'use client';

import { useQuery } from '@tanstack/react-query';
import { PlatformChoice } from '#components/ui/controls/platform-choice.tsx';
import { ProblemNotice } from '#components/ui/feedback/problem-notice.tsx';
import { documentQuery } from '#lib/api/client/lineage.ts';
import type { LineageView } from '#lib/api/contract/images/lineage.ts';
import { END_SENTENCES } from '#lib/lineage/words/verdict-words.ts';
import { repositoryOf } from '../repository-of.ts';
import { useImageView } from '../use-image-view.ts';
import { BaseBoundary } from './base-boundary.tsx';
import { buildBaseChain } from './base-chain.ts';
import { BaseChainStepView } from './base-chain-step.tsx';
import { layersWithCommands, readManifestLayers } from './manifest-documents.ts';

/** The base chain as steps, the image on top and its root at the bottom, each with the layers it added. */
export function BaseChainSection({ lineage }: { lineage: LineageView }) {
  const { platform: wanted, setPlatform } = useImageView();
  const [image] = lineage.links;
  const platforms = image?.platforms ?? [];
  const chosen = platforms.find(({ platform }) => platform === wanted) ?? platforms[0];
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
  const steps = buildBaseChain(lineage, chosen?.platform, layers);
  const largest = Math.max(...layers.map(({ size }) => size), 1);

  return (
    <section aria-labelledby="base-chain-title" className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="base-chain-title" className="font-medium">
          Base chain
        </h2>
        <PlatformChoice
          platforms={platforms.map(({ platform }) => platform)}
          chosen={chosen?.platform}
          onChoose={(platform) => void setPlatform(platform)}
        />
      </div>
      {manifest.isError ? <ProblemNotice error={manifest.error} /> : null}
      <ol className="rounded-md border border-line bg-surface">
        {steps.map((step, index) => (
          <li key={step.link.reference + (step.link.digest ?? '')}>
            <BaseChainStepView
              step={step}
              depth={index}
              largest={largest}
              loading={manifest.isLoading || config.isLoading}
            />
            {step.link.base === null ? null : (
              <BaseBoundary base={step.link.base} platform={chosen?.platform} />
            )}
          </li>
        ))}
      </ol>
      <p className="text-sm text-muted">{END_SENTENCES[lineage.end]}</p>
    </section>
  );
}
