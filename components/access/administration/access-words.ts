import type { Permission } from '#lib/access/roles.ts';
import type { AccessEntryView } from '#lib/api/contract/access.ts';

/** What each permission allows, for whoever grants it. */
export const PERMISSION_WORDS: Readonly<Record<Permission, string>> = {
  read: 'See the fleet, its verdicts, evidence and metrics',
  track: 'Track and untrack images, declare bases, scan, open the sample fleet',
  rebase: 'Plan, run and undo rebases and cascades',
  share: 'Create and revoke reports, make images public',
  administer:
    'Manage notifications, hooks, people, and other people’s tokens and sessions; read the access audit log',
};

/** An entry of the access audit log as a sentence, without its time and address. */
export function entrySentence({ action, actor, subject, detail, times }: AccessEntryView): string {
  const who = actor ?? 'Someone';
  const often = times > 1 ? `, ${times.toLocaleString('en')} times within a minute` : '';
  const why = detail === null ? '' : `: ${detail}`;
  switch (action) {
    case 'login':
      return `${who} logged in ${detail ?? ''}`.trim();
    case 'login-refused':
      return `${who} failed to log in${often}${why}`;
    case 'logout':
      return `${who} logged out`;
    case 'sessions-ended':
      return `${who} ended ${subject === actor ? 'their own session' : `the sessions of ${subject}`}${why}`;
    case 'token-made':
      return `${who} created the API token ${subject}${why}`;
    case 'token-revoked':
      return `${who} revoked the API token ${subject}${why}`;
    case 'token-refused':
      return `${who} used a refused token${often}${why}`;
    case 'made-public':
      return `${who} made ${subject ?? 'the selected images'} public${why}`;
    case 'made-private':
      return `${who} made ${subject ?? 'the selected images'} private${why}`;
    case 'channel-created':
      return `${who} created the notification channel ${subject}${why}`;
    case 'channel-changed':
      return `${who} changed the notification channel ${subject}${why}`;
    case 'channel-deleted':
      return `${who} deleted the notification channel ${subject}${why}`;
    case 'schedule-created':
      return `${who} scheduled the report ${subject}${why}`;
    case 'schedule-changed':
      return `${who} changed the scheduled report ${subject}${why}`;
    case 'schedule-deleted':
      return `${who} deleted the scheduled report ${subject}${why}`;
    case 'snoozed':
      return `${who} snoozed ${subject}${why}`;
    case 'snooze-ended':
      return `${who} ended the snooze of ${subject}${why}`;
    case 'base-declared':
      return `${who} declared the base of ${subject}${why}`;
    case 'base-declaration-removed':
      return `${who} removed the declared base of ${subject}${why}`;
    case 'source-created':
      return `${who} added the source ${subject}${why}`;
    case 'source-changed':
      return `${who} changed the source ${subject}${why}`;
    case 'source-deleted':
      return `${who} removed the source ${subject}${why}`;
    case 'source-confirmed':
      return `${who} confirmed a listing of the source ${subject}${why}`;
    case 'source-files-uploaded':
      return `${who} uploaded files to the source ${subject}${why}`;
    case 'hook-created':
      return `${who} created the hook ${subject}${why}`;
    case 'hook-changed':
      return `${who} changed the hook ${subject}${why}`;
    case 'hook-deleted':
      return `${who} removed the hook ${subject}${why}`;
  }
}

/** A User-Agent header in a few words; an unknown one is shown as it is. */
export function agentWords(agent: string): string {
  const browser = BROWSERS.find(([mark]) => agent.includes(mark))?.[1];
  const system = SYSTEMS.find(([mark]) => agent.includes(mark))?.[1];
  if (browser === undefined) return agent === '' ? 'a client without a User-Agent' : agent;
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** The first match counts: browsers also name the browsers they descend from. */
const BROWSERS: readonly (readonly [mark: string, name: string])[] = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
];
const SYSTEMS: readonly (readonly [mark: string, name: string])[] = [
  ['Android', 'Android'],
  ['iPhone', 'iOS'],
  ['iPad', 'iPadOS'],
  ['Mac OS X', 'macOS'],
  ['Windows', 'Windows'],
  ['Linux', 'Linux'],
];
