/** An installed package, as its database names it. */
export interface InstalledPackage {
  readonly name: string;
  /** As the package manager writes it, with epoch and release: `1:2.3-4`. */
  readonly version: string;
  /** Empty if the database has none. */
  readonly architecture: string;
}
