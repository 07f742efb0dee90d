'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Field } from '#components/ui/controls/field.tsx';
import { ProblemNotice, problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { changeChannel, createChannel, previewChannel } from '#lib/api/client/channels.ts';
import type { ChannelListView, ChannelView, SavedChannelView } from '#lib/api/contract/channels.ts';
import { destinationWords } from '../channel-words.ts';
import { MessagePreview } from '../message-preview.tsx';
import { ChangesChoice } from './changes-choice.tsx';
import { type ChannelDraft, creationOf, draftOf, editOf, newDraft, previewOf } from './channel-draft.ts';
import { DestinationFields } from './destination-fields.tsx';
import { FilterField } from './filter-field.tsx';
import { KindChoice } from './kind-choice.tsx';
import { MatchPreview } from './match-preview.tsx';

/** Creates a channel, or edits the given one. */
export function ChannelForm({
  channel,
  offers,
  onSaved,
  onCancel,
}: {
  channel?: ChannelView;
  offers: ChannelListView['offers'];
  onSaved: (saved: SavedChannelView) => void;
  onCancel: () => void;
}) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => (channel === undefined ? newDraft(offers) : draftOf(channel)));
  const change = (part: Partial<ChannelDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () =>
      channel === undefined ? createChannel(creationOf(draft)) : changeChannel(channel.id, editOf(draft)),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['channels'] });
      onSaved(saved);
    },
  });
  const preview = useMutation({ mutationFn: () => previewChannel(previewOf(draft)) });
  const problem = save.isError ? problemIn(save.error) : undefined;
  const errorOf = (field: string) => (problem?.field === field ? problem.detail : undefined);
  const unplaced = problem !== undefined && problem.field === undefined;
  return (
    <form
      aria-label={channel === undefined ? 'New channel' : `Edit ${channel.name}`}
      className="grid gap-4 rounded-md border border-line bg-surface p-4 text-sm md:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field
        label="Name"
        placeholder="Platform team"
        required
        maxLength={100}
        wide
        value={draft.name}
        error={errorOf('name')}
        onText={(name) => change({ name })}
      />
      {channel === undefined ? <KindChoice draft={draft} offers={offers} onDraft={change} /> : null}
      {draft.entersDestination ? (
        <DestinationFields draft={draft} onDraft={change} errorOf={errorOf} />
      ) : channel === undefined ? null : (
        <p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2 md:col-span-2">
          <span className="min-w-0 break-words">
            Sends to <span className="mono">{destinationWords(channel)}</span>
          </span>
          <Button size="sm" className="max-md:h-11" onClick={() => change({ entersDestination: true })}>
            Change destination
          </Button>
        </p>
      )}
      <ChangesChoice changes={draft.changes} onChanges={(changes) => change({ changes })} />
      <div className="space-y-4">
        <div className="space-y-1.5">
          <FilterField
            filter={draft.filter}
            error={errorOf('filter')}
            onFilter={(filter) => change({ filter })}
          />
          <MatchPreview filter={draft.filter} />
        </div>
        <Field
          label="Cool-down in hours"
          hint="Wait this long after a base is published before reporting its images as stale"
          type="number"
          min={0}
          max={8760}
          inputMode="numeric"
          value={draft.coolDownHours}
          error={errorOf('coolDownHours')}
          onText={(coolDownHours) => change({ coolDownHours })}
        />
      </div>
      {unplaced ? (
        <div className="md:col-span-2">
          <ProblemNotice error={save.error} />
        </div>
      ) : null}
      <div className="min-w-0 md:col-span-2" aria-live="polite">
        {preview.isError ? <ProblemNotice error={preview.error} /> : null}
        {preview.data === undefined ? null : preview.data.message === null ? (
          <p>Nothing would be sent now: no image under the filter has a problem that is reported.</p>
        ) : (
          <MessagePreview preview={preview.data.message} />
        )}
      </div>
      <div className="flex flex-wrap gap-2 md:col-span-2">
        <Button
          type="submit"
          variant="primary"
          disabled={save.isPending || draft.changes.length === 0}
          className="max-md:h-11"
        >
          {channel === undefined ? 'Create channel' : 'Save changes'}
        </Button>
        <Button
          disabled={preview.isPending || draft.changes.length === 0}
          onClick={() => preview.mutate()}
          className="max-md:h-11"
        >
          Preview message
        </Button>
        <Button onClick={onCancel} className="max-md:h-11">
          Cancel
        </Button>
      </div>
    </form>
  );
}
