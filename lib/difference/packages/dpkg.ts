import type { InstalledPackage } from './package.ts';

/**
 * The installed packages of a dpkg database: `var/lib/dpkg/status`, or a file of `status.d`, whose packages have no
 * status (dpkg-query(1), deb822(5)). Removed packages of which only the configuration is left do not count.
 */
export function parseDpkg(text: string): InstalledPackage[] {
  const packages: InstalledPackage[] = [];
  let fields: Record<string, string> = {};
  const end = () => {
    const { package: name, version, architecture = '', status } = fields;
    fields = {};
    if (name === undefined || version === undefined) return;
    // `want flag state`: only the state says whether the files are there.
    if (status !== undefined && status.split(/\s+/)[2] !== 'installed') return;
    packages.push({ name, version, architecture });
  };
  for (const line of lines(text)) {
    if (line.trim() === '') end();
    // A line that begins with a space continues the field before.
    if (/^[ \t]/.test(line)) continue;
    const colon = line.indexOf(':');
    const key = line.slice(0, Math.max(0, colon)).toLowerCase();
    if (KEYS.has(key)) fields[key] = line.slice(colon + 1).trim();
  }
  end();
  return packages;
}

const KEYS = new Set(['package', 'version', 'architecture', 'status']);

/** Lines, without splitting a text of many megabytes at once. */
export function* lines(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    if (end < 0) return yield text.slice(at);
    yield text.slice(at, text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end);
    at = end + 1;
  }
}
