import type { SettingsView } from '#lib/api/contract/service.ts';

/** How people log in. */
export function loginWords({ token, issuer }: SettingsView['logins']): string {
  const ways = [
    ...(token ? ['with the server’s token'] : []),
    ...(issuer === null ? [] : [`with ${issuer}`]),
  ];
  return ways.length === 0 ? 'none: whoever is at this machine is admin' : ways.join(', and ');
}

/** An interval after "every": "hour", "5 minutes". */
export function intervalWords(seconds: number): string {
  if (seconds % 3600 === 0) return seconds === 3600 ? 'hour' : `${seconds / 3600} hours`;
  if (seconds % 60 === 0) return seconds === 60 ? 'minute' : `${seconds / 60} minutes`;
  return `${seconds} seconds`;
}
