/** A group of paths that belong to a base, and what it means for a rebase that an app layer carries its own. */
export interface BasePaths {
  readonly name: string;
  /** Files by their whole path. */
  readonly files: readonly string[];
  /** Directories in which every file counts. */
  readonly directories: readonly string[];
  /** Files by pattern, where names carry versions. */
  readonly pattern?: RegExp;
  /** A sentence: what is wrong after the rebase. */
  readonly meaning: string;
}

const database = (manager: string) =>
  `After the rebase ${manager} and scanners see the packages of the old base, not the new base's: a fixed package still shows as vulnerable, and installing more may break.`;

/** What app layers commonly overwrite of a base, worst first. */
export const BASE_PATHS: readonly BasePaths[] = [
  {
    name: 'C library',
    files: [],
    directories: [],
    pattern:
      /^(?:usr\/)?lib(?:32|64|x32)?\/(?:[\w-]+-linux-[\w-]+\/)?(?:libc-\d[\d.]*\.so|libc\.so\.6|ld-musl-[\w-]+\.so\.1)$/,
    meaning:
      'The image keeps its own C library instead of the new base’s: programs of the new base that need a newer one do not start, and fixes in it do not take effect.',
  },
  {
    name: 'dpkg database',
    files: ['var/lib/dpkg/status', 'var/lib/dpkg/diversions', 'var/lib/dpkg/statoverride'],
    directories: ['var/lib/dpkg/status.d'],
    meaning: database('dpkg, apt'),
  },
  {
    name: 'apk database',
    files: [
      'lib/apk/db/installed',
      'usr/lib/apk/db/installed',
      'lib/apk/db/scripts.tar',
      'usr/lib/apk/db/scripts.tar',
      'etc/apk/world',
    ],
    directories: [],
    meaning: database('apk'),
  },
  {
    name: 'RPM database',
    files: [],
    directories: ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'],
    meaning: database('rpm, dnf'),
  },
  {
    name: 'pacman database',
    files: [],
    directories: ['var/lib/pacman/local'],
    meaning: database('pacman'),
  },
  {
    name: 'account files',
    files: ['passwd', 'group', 'shadow', 'gshadow', 'subuid', 'subgid'].map((name) => `etc/${name}`),
    directories: [],
    meaning:
      'The image keeps its own users and groups instead of the new base’s: accounts that the new base adds or renumbers are missing, and its files may belong to the wrong user.',
  },
  {
    name: 'library cache',
    files: ['etc/ld.so.cache'],
    directories: [],
    meaning:
      'The dynamic loader finds libraries by a cache made for the old base: it may miss the new base’s libraries or load others. Run ldconfig in the image to fix it.',
  },
  {
    name: 'trusted certificates',
    files: [
      'etc/ssl/certs/ca-certificates.crt',
      'etc/ssl/cert.pem',
      'etc/ssl/ca-bundle.pem',
      'etc/ssl/certs/java/cacerts',
      'etc/pki/tls/certs/ca-bundle.crt',
      'etc/pki/tls/cert.pem',
      'var/lib/ca-certificates/ca-bundle.pem',
    ],
    directories: ['etc/pki/ca-trust/extracted'],
    meaning:
      'The image keeps its own bundle of trusted authorities: certificates that the new base added or removed have no effect.',
  },
  {
    name: 'distribution name',
    files: [
      'etc/os-release',
      'usr/lib/os-release',
      'etc/lsb-release',
      'etc/debian_version',
      'etc/alpine-release',
      'etc/redhat-release',
    ],
    directories: [],
    meaning:
      'The image still names the old base’s distribution and version, which scanners and package managers rely on.',
  },
  {
    name: 'package sources',
    files: [
      'etc/apt/sources.list',
      'etc/apt/sources.list.d/debian.sources',
      'etc/apt/sources.list.d/ubuntu.sources',
      'etc/apk/repositories',
    ],
    directories: [],
    meaning: 'Packages installed later come from the old base’s sources, and may not fit the new one.',
  },
];

/** True if the path belongs to the group. */
export function isBasePath({ files, directories, pattern }: BasePaths, path: string): boolean {
  return (
    files.includes(path) ||
    directories.some((directory) => path.startsWith(`${directory}/`)) ||
    (pattern?.test(path) ?? false)
  );
}

/** Paths at which a base keeps the same thing: the path itself, or its group's directory, whatever its files are called. */
export function homesOf({ directories }: BasePaths, path: string): string[] {
  return [path, ...directories.filter((directory) => path.startsWith(`${directory}/`))];
}

/** True if removing or replacing this directory removes paths of the group. */
export function isAboveBasePath({ files, directories }: BasePaths, directory: string): boolean {
  const inside = (path: string) => path === directory || directory === '' || path.startsWith(`${directory}/`);
  const within = directories.some((each) => directory.startsWith(`${each}/`));
  return within || files.some(inside) || directories.some(inside);
}
