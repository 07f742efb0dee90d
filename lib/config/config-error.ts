/** One bad setting: its key, its value unless that is a secret, and what is expected. */
export interface ConfigIssue {
  readonly key: string;
  readonly value?: string | undefined;
  readonly allowed: string;
}

/** The configuration is not valid; the message lists every key, its value and what is expected. */
export class ConfigError extends Error {
  override name = 'ConfigError';

  constructor(issues: readonly ConfigIssue[] | string) {
    super(typeof issues === 'string' ? issues : issues.map(describe).join('\n'));
  }
}

function describe({ key, value, allowed }: ConfigIssue): string {
  const shown = value === undefined ? '' : ` is ${JSON.stringify(value)}`;
  return `${key}${shown}: expected ${allowed}`;
}
