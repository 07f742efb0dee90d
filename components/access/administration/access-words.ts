import type { Permission } from '#lib/access/roles.ts';
import type { AccessEntryView } from '#lib/api/contract/access.ts';

/** What each permission lets one do, for whoever gives it away. */
export const PERMISSION_WORDS: Readonly<Record<Permission, string>> = {
  read: 'See the fleet, its verdicts, evidence and metrics',
  track: 'Track and forget images, scan, open the sample fleet',
  rebase: 'Plan and execute rebases and cascades, and take them back',
  share: 'Make and revoke reports, mark images public',
  administer: 'Notifications, people, others’ tokens and sessions, the record of access',
};

/** A line of the record of access as a sentence; its time and address stand beside it. */
export function entrySentence({ action, actor, subject, detail, times }: AccessEntryView): string {
  const who = actor ?? 'Someone';
  const often = times > 1 ? `, ${times.toLocaleString('en')} times within a minute` : '';
  const why = detail === null ? '' : `: ${detail}`;
  switch (action) {
    case 'login':
      return `${who} logged in ${detail ?? ''}`.trim();
    case 'login-refused':
      return `${who} was not let in${often}${why}`;
    case 'logout':
      return `${who} logged out`;
    case 'sessions-ended':
      return `${who} ended ${subject === actor ? 'their own session' : `what ${subject} had open`}${why}`;
    case 'token-made':
      return `${who} made the API token ${subject}${why}`;
    case 'token-revoked':
      return `${who} revoked the API token ${subject}${why}`;
    case 'token-refused':
      return `${who} was refused${often}${why}`;
    case 'made-public':
      return `${who} made public ${subject ?? 'what was selected'}${why}`;
    case 'made-private':
      return `${who} made private ${subject ?? 'what was selected'}${why}`;
  }
}

/** A browser's name for itself, in a few words; what is not known is shown as it came. */
export function agentWords(agent: string): string {
  const browser = BROWSERS.find(([mark]) => agent.includes(mark))?.[1];
  const system = SYSTEMS.find(([mark]) => agent.includes(mark))?.[1];
  if (browser === undefined) return agent === '' ? 'a client without a name' : agent;
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** The first that is found: browsers name those they descend from, too. */
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
