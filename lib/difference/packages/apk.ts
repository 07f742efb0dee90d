import { lines } from './dpkg.ts';
import type { InstalledPackage } from './package.ts';

/** The installed packages of an apk database, `lib/apk/db/installed` (apk-package(5): `P:` name, `V:` version, `A:` arch). */
export function parseApk(text: string): InstalledPackage[] {
  const packages: InstalledPackage[] = [];
  let fields: Record<string, string> = {};
  const end = () => {
    const { P: name, V: version, A: architecture = '' } = fields;
    fields = {};
    if (name !== undefined && version !== undefined) packages.push({ name, version, architecture });
  };
  for (const line of lines(text)) {
    if (line.trim() === '') end();
    const [key = '', colon] = line;
    if (colon === ':' && 'PVA'.includes(key)) fields[key] = line.slice(2).trim();
  }
  end();
  return packages;
}
