import { oklchToHex } from './oklch-to-hex.ts';
import { type Color, TOKENS, type Token } from './tokens.ts';

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

/** A colour as `#rrggbb`, for pictures and mails: many of their viewers do not support OKLCH. */
export function toHex([light, dark]: Color): readonly [light: string, dark: string] {
  return [oklchToHex(light), oklchToHex(dark)];
}

/** A token as `#rrggbb`, like {@link toHex}. */
export function hexOf(name: Token): readonly [light: string, dark: string] {
  return toHex(TOKENS[name]);
}

/** The tokens as CSS variables that follow the system's theme, for documents without the app's stylesheet. */
export function documentCss(): string {
  const variables = NAMES.map((name) => `--${name}:light-dark(${hexOf(name).join(',')})`);
  return `:root{color-scheme:light dark;${variables.join(';')}}`;
}
