import { oklchToHex } from './oklch-to-hex.ts';
import { TOKENS, type Token } from './tokens.ts';

const NAMES = Object.keys(TOKENS) as readonly Token[];

/** The text of `app/tokens.css`: the tokens as CSS variables and as Tailwind colours. */
export function tokensCss(): string {
  const variables = NAMES.map((name) => {
    const [light, dark] = TOKENS[name];
    return `  --${name}: light-dark(oklch(${light}), oklch(${dark}));`;
  });
  const colors = NAMES.map((name) => `  --color-${name}: var(--${name});`);
  return [
    '/* Written by `vitest -u lib/sharing/colors` from lib/sharing/colors/tokens.ts. */',
    ':root {',
    ...variables,
    '}',
    '',
    '@theme inline {',
    '  --color-*: initial;',
    '  --color-transparent: transparent;',
    '  --color-current: currentColor;',
    ...colors,
    '}',
    '',
  ].join('\n');
}

/** `[light, dark]` of a token as `#rrggbb`, for pictures and mails: many of their viewers do not support OKLCH. */
export function hexOf(name: Token): readonly [light: string, dark: string] {
  const [light, dark] = TOKENS[name];
  return [oklchToHex(light), oklchToHex(dark)];
}

/** The tokens as CSS variables that follow the system's theme, for documents without the app's stylesheet. */
export function documentCss(): string {
  const variables = NAMES.map((name) => `--${name}:light-dark(${hexOf(name).join(',')})`);
  return `:root{color-scheme:light dark;${variables.join(';')}}`;
}
