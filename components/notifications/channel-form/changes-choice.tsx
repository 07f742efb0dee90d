import { CHANGE_WORDS } from '../channel-words.ts';
import { type ChannelDraft, toggled } from './channel-draft.ts';

type Change = ChannelDraft['changes'][number];

/** The changes that a channel reports; at least one. */
export function ChangesChoice({
  changes,
  onChanges,
}: {
  changes: readonly Change[];
  onChanges: (changes: readonly Change[]) => void;
}) {
  return (
    <fieldset className="space-y-1.5">
      <legend className="mb-1.5 font-medium">Changes to report</legend>
      {(Object.keys(CHANGE_WORDS) as Change[]).map((each) => (
        <label key={each} className="flex items-start gap-2 max-md:min-h-11">
          <input
            type="checkbox"
            checked={changes.includes(each)}
            onChange={() => onChanges(toggled(changes, each))}
            className="mt-1 accent-accent"
          />
          <span>
            {CHANGE_WORDS[each].name}
            <span className="block text-muted">{CHANGE_WORDS[each].hint}</span>
          </span>
        </label>
      ))}
      {changes.length === 0 ? (
        <p role="alert" className="text-status-broken">
          Choose at least one change
        </p>
      ) : null}
    </fieldset>
  );
}
