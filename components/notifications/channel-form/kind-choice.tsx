import type { ChannelListView } from '#lib/api/contract/channels.ts';
import { KIND_WORDS } from '../channel-words.ts';
import { type ChannelDraft, kindRefusal } from './channel-draft.ts';

/** The kinds of channels. Those that cannot be created here are disabled and say why. */
export function KindChoice({
  draft,
  offers,
  onDraft,
}: {
  draft: ChannelDraft;
  offers: ChannelListView['offers'];
  onDraft: (change: Partial<ChannelDraft>) => void;
}) {
  return (
    <fieldset className="md:col-span-2">
      <legend className="mb-1.5 font-medium">Kind</legend>
      <div className="grid gap-2 md:grid-cols-3">
        {(Object.keys(KIND_WORDS) as ChannelDraft['kind'][]).map((kind) => {
          const refusal = kindRefusal(kind, offers);
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
