'use client';

import { AllowedButton, AllowedLink } from '#components/access/allowed.tsx';
import { useWhyNot } from '#components/access/current-user.tsx';
import { useSampleFleet } from '#components/sample-fleet/use-sample-fleet.ts';
import { sourceHref } from '#components/sources/hrefs.ts';
import { AddImagesButton } from '#components/tracking/add-images-button.tsx';
import { ReferenceBox } from '#components/tracking/reference-box.tsx';
import { useTrackImages } from '#components/tracking/use-track-images.ts';
import { Term } from '#components/ui/values/term.tsx';
import { BaseIllustration } from './base-illustration.tsx';

/** Public images whose bases can be detected. */
const EXAMPLES = [
  'docker.io/library/nginx:1.27',
  'docker.io/library/python:3.13-slim',
  'docker.io/library/node:24',
];

/** Shown while nothing is tracked: the reference box, three examples, and what Baseboard does. */
export function FirstVisit() {
  const { open } = useSampleFleet();
  const { mutate: track, isPending: busy } = useTrackImages();
  const why = useWhyNot('track');
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-10 px-4 pt-[min(14vh,8rem)] pb-12">
      <section className="space-y-4">
        <h1 className="text-xl font-semibold">What does your image stand on?</h1>
        <ReferenceBox large />
        <div className="flex flex-wrap items-center gap-x-2 gap-y-2 text-sm">
          <span className="text-muted">Try</span>
          {EXAMPLES.map((reference) => (
            <button
              key={reference}
              type="button"
              disabled={busy || why !== undefined}
              onClick={() => track([reference])}
              className="mono rounded-sm border border-line bg-surface px-1.5 py-0.5 hover:bg-raised max-md:min-h-11 max-md:px-3"
            >
              {reference.replace('docker.io/library/', '')}
            </button>
          ))}
        </div>
        <div className="flex flex-wrap gap-2">
          <AddImagesButton />
          <AllowedLink permission="administer" href={sourceHref('new')} className="max-md:h-11">
            Add source
          </AllowedLink>
          <AllowedButton
            permission="track"
            disabled={open.isPending}
            onClick={() => open.mutate()}
            className="max-md:h-11"
          >
            {open.isPending ? 'Opening sample fleet' : 'Open sample fleet'}
          </AllowedButton>
        </div>
      </section>
      <section className="grid items-center gap-6 border-t border-line pt-8 sm:grid-cols-[1fr_15rem]">
        <div className="space-y-2">
          <p>
            An image starts with the layers of another image, its{' '}
            <em className="not-italic font-medium">base</em>. A{' '}
            <Term
              word="base image annotation"
              means="org.opencontainers.image.base.name and .digest: the base’s name, and its digest at build time."
              spec="OCI image-spec, annotations.md"
            />{' '}
            says which base, and at which digest.
          </p>
          <p>When the base’s tag moves to a new digest, the image is stale: it lacks the base’s fixes.</p>
          <p>
            Baseboard reads the claim, verifies it by the layers, and follows the base chain down to the root.
          </p>
        </div>
        <BaseIllustration />
      </section>
    </div>
  );
}
