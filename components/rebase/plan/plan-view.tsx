'use client';

import { useState } from 'react';
import { ConfigDiff } from '#components/difference/config-diff.tsx';
import { PlatformChoice } from '#components/ui/controls/platform-choice.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { MovedTag } from '../moved-tag.tsx';
import { BaseDifference } from './base-difference.tsx';
import { LayerSwap } from './layer-swap.tsx';
import { joinAnnotations } from './plan-annotations.ts';
import { PlanLosses } from './plan-losses.tsx';
import { PlanWarnings } from './plan-warnings.tsx';
import { PlanWrites } from './plan-writes.tsx';
import { isChanged } from './swap-words.ts';

/** A plan in full: hazards, layers, config, annotations, writes, losses. */
export function PlanView({ plan }: { plan: RebasePlanView }) {
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const platform = plan.platforms.find((each) => each.platform === chosen) ?? plan.platforms[0];
  return (
    <div className="space-y-8">
      <PlanWarnings plan={plan} />
      {platform === undefined ? null : (
        <section aria-labelledby="layers-title" className="space-y-3">
          <h2 id="layers-title" className="font-medium">
            Layers
          </h2>
          {plan.platforms.length < 2 ? <p className="text-sm text-muted">{platform.platform}</p> : null}
          <PlatformChoice
            platforms={plan.platforms.map((each) => each.platform)}
            chosen={platform.platform}
            onChoose={setChosen}
          />
          <PlanBase plan={plan} platform={platform} />
          {isChanged(platform) ? null : (
            <p className="text-sm">{platform.platform} does not change: it keeps its digest.</p>
          )}
          <LayerSwap platform={platform} />
          <BaseDifference key={platform.platform} plan={plan} platform={platform} />
        </section>
      )}
      {platform === undefined ? null : (
        <section aria-labelledby="config-title" className="space-y-3">
          <h2 id="config-title" className="font-medium">
            Config
          </h2>
          <ConfigDiff config={platform.config} />
        </section>
      )}
      {platform === undefined ? null : (
        <section aria-labelledby="annotations-title" className="space-y-3">
          <h2 id="annotations-title" className="font-medium">
            Annotations
          </h2>
          <ConfigDiff
            config={joinAnnotations(platform.annotations, plan.annotations)}
            caption="Annotations that change"
            unchanged="No annotations change"
          />
        </section>
      )}
      <PlanWrites plan={plan} />
      <PlanLosses plan={plan} />
    </div>
  );
}

/** The new base: its tag's own digest, and this platform's manifests before and after. */
function PlanBase({
  plan: { newBase },
  platform: { platform, oldBaseDigest, newBaseDigest },
}: {
  plan: RebasePlanView;
  platform: RebasePlanView['platforms'][number];
}) {
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm [&_dd]:inline [&_dt]:mr-1.5 [&_dt]:inline [&_dt]:text-muted">
      {newBase.digest === null ? null : (
        <div>
          <dt>base tag</dt>
          <dd>
            <Digest value={newBase.digest} />
          </dd>
        </div>
      )}
      {newBaseDigest === undefined ? null : (
        <div>
          <dt>base manifest of {platform}</dt>
          <dd>
            {oldBaseDigest == null ? (
              <Digest value={newBaseDigest} />
            ) : (
              <MovedTag from={oldBaseDigest} to={newBaseDigest} />
            )}
          </dd>
        </div>
      )}
    </dl>
  );
}
