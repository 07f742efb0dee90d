'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { tabWords } from '#components/activity/activity-tabs.ts';
import { useFleetView } from '#components/fleet/use-fleet-view.ts';
import { useGraphUrl } from '#components/graph/url/use-graph-url.ts';
import { useUrlMoment } from '#components/history/url-moment.tsx';
import { usePlanParameters } from '#components/rebase/plan/use-plan-parameters.ts';
import { stateWord } from '#components/rebase/state-badge.tsx';
import { baseQuery } from '#lib/api/client/bases.ts';
import { cascadeQuery } from '#lib/api/client/cascades.ts';
import { imageQuery } from '#lib/api/client/images.ts';
import { lineageQuery } from '#lib/api/client/lineage.ts';
import { rebaseQuery } from '#lib/api/client/rebases.ts';
import { type ShownPage, titleOf } from './title-of.ts';

/*
 * Titles that follow what their page shows. They read the queries of the page and start none of their own, so a title
 * changes with the page: by the event stream, too. React puts `<title>` into the head, on the server as well. A page
 * with one of them has no title in its metadata.
 */

export function FleetTitle() {
  const { filter, at } = useFleetView().view;
  return <Title page="fleet" filter={filter} at={at} />;
}

export function GraphTitle() {
  const { filter, focus, at } = useGraphUrl().url;
  return <Title page="graph" filter={filter} focus={focus} at={at ?? undefined} />;
}

export function ImageTitle({ id }: { id: string }) {
  const at = useUrlMoment()[0] ?? undefined;
  const { data: image } = useQuery({ ...imageQuery(id, at), enabled: false });
  const { data: lineage } = useQuery({ ...lineageQuery(image?.reference ?? '', at), enabled: false });
  if (image === undefined) return <Title page="other" name="Image" />;
  return <Title page="image" reference={image.reference} status={lineage?.status ?? image.status} at={at} />;
}

export function BaseTitle() {
  const [reference] = useQueryState('reference', parseAsString.withDefault(''));
  const { data: base } = useQuery({ ...baseQuery(reference), enabled: false });
  return <Title page="base" reference={base?.reference ?? reference} status={base?.status ?? undefined} />;
}

export function RebasePlanTitle() {
  const { reference, annotate } = usePlanParameters().parameters;
  return <Title page="rebase-plan" reference={reference} annotate={annotate !== null} />;
}

export function RebaseTitle({ id }: { id: string }) {
  const { data: rebase } = useQuery({ ...rebaseQuery(id), enabled: false });
  if (rebase === undefined) return <Title page="other" name="Rebase" />;
  return <Title page="rebase" reference={rebase.target} state={stateWord(rebase.state)} />;
}

export function CascadePlanTitle() {
  const [reference] = useQueryState('reference', parseAsString.withDefault(''));
  return <Title page="cascade-plan" reference={reference} />;
}

export function CascadeTitle({ id }: { id: string }) {
  const { data: cascade } = useQuery({ ...cascadeQuery(id), enabled: false });
  if (cascade === undefined) return <Title page="other" name="Cascade" />;
  const { reference, state, kind } = cascade;
  return <Title page="cascade" reference={reference} state={stateWord(state)} undo={kind === 'rollback'} />;
}

export function ActivityTitle() {
  const [tab] = useQueryState('tab', parseAsString.withDefault(''));
  return <Title page="activity" tab={tabWords(tab)} />;
}

function Title(shown: ShownPage) {
  return <title>{titleOf(shown)}</title>;
}
