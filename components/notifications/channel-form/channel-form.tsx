'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { ProblemNotice, problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { changeChannel, createChannel } from '#lib/api/client/channel-queries.ts';
import type { ChannelListView, ChannelView, SavedChannelView } from '#lib/api/contract/channels.ts';
import { CHANGE_WORDS, destinationWords, KIND_WORDS } from '../channel-words.ts';
import { type ChannelDraft, creationOf, draftOf, editOf, NEW_CHANNEL, toggled } from './channel-draft.ts';
import { DestinationFields } from './destination-fields.tsx';
import { Field } from './field.tsx';
import { MatchPreview } from './match-preview.tsx';

type Change = ChannelDraft['changes'][number];

/** The form that creates a channel, or edits the given one. */
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
  const [draft, setDraft] = useState(() => (channel === undefined ? firstDraft(offers) : draftOf(channel)));
  const change = (part: Partial<ChannelDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () =>
      channel === undefined ? createChannel(creationOf(draft)) : changeChannel(channel.id, editOf(draft)),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['channels'] });
      onSaved(saved);
    },
  });
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
      {draft.redirects ? (
        <DestinationFields draft={draft} onDraft={change} errorOf={errorOf} />
      ) : channel === undefined ? null : (
        <p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2 md:col-span-2">
          <span className="min-w-0 break-words">
            Sends to <span className="mono">{destinationWords(channel)}</span>
          </span>
          <Button size="sm" onClick={() => change({ redirects: true })}>
            Change destination
          </Button>
        </p>
      )}
      <fieldset className="space-y-1.5">
        <legend className="mb-1.5 font-medium">Changes to report</legend>
        {(Object.keys(CHANGE_WORDS) as Change[]).map((each) => (
          <label key={each} className="flex items-start gap-2">
            <input
              type="checkbox"
              checked={draft.changes.includes(each)}
              onChange={() => change({ changes: toggled(draft.changes, each) })}
              className="mt-1 accent-accent"
            />
            <span>
              {CHANGE_WORDS[each].name}
              <span className="block text-muted">{CHANGE_WORDS[each].hint}</span>
            </span>
          </label>
        ))}
        {draft.changes.length === 0 ? (
          <p role="alert" className="text-status-broken">
            Choose at least one change
          </p>
        ) : null}
      </fieldset>
      <div className="space-y-4">
        <div className="space-y-1.5">
          <Field
            label="Images"
            hint="A filter like on the fleet page. Leave it empty for all images"
            placeholder='base:"debian:*" repo:shop/*'
            value={draft.filter}
            error={errorOf('filter')}
            onText={(filter) => change({ filter })}
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
      <div className="flex flex-wrap gap-2 md:col-span-2">
        <Button type="submit" variant="primary" disabled={save.isPending || draft.changes.length === 0}>
          {channel === undefined ? 'Create channel' : 'Save changes'}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}

/** A new channel starts with a kind that can be created here. */
function firstDraft({ secrets, email }: ChannelListView['offers']): ChannelDraft {
  return !secrets && email ? { ...NEW_CHANNEL, kind: 'email' } : NEW_CHANNEL;
}

function KindChoice({
  draft,
  offers,
  onDraft,
}: {
  draft: ChannelDraft;
  offers: ChannelListView['offers'];
  onDraft: (change: Partial<ChannelDraft>) => void;
}) {
  const refusalOf = (kind: ChannelDraft['kind']) =>
    kind === 'email'
      ? offers.email
        ? undefined
        : 'No mail server is configured: add smtp to baseboard.yaml'
      : offers.secrets
        ? undefined
        : 'Its URL is a secret: set BASEBOARD_SECRET_KEY so that it can be stored encrypted';
  return (
    <fieldset className="md:col-span-2">
      <legend className="mb-1.5 font-medium">Kind</legend>
      <div className="grid gap-2 md:grid-cols-3">
        {(Object.keys(KIND_WORDS) as ChannelDraft['kind'][]).map((kind) => {
          const refusal = refusalOf(kind);
          return (
            <label
              key={kind}
              className="flex items-start gap-2 rounded-md border border-line p-2.5 has-checked:border-line-strong has-checked:bg-raised"
            >
              <input
                type="radio"
                name="kind"
                value={kind}
                checked={draft.kind === kind}
                disabled={refusal !== undefined}
                onChange={() => onDraft({ kind })}
                className="mt-1 accent-accent"
              />
              <span>
                {KIND_WORDS[kind].name}
                <span className="block text-muted">{refusal ?? KIND_WORDS[kind].hint}</span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
