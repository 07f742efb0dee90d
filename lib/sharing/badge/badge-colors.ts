import type { Status } from '#lib/lineage/verdict/lineage.ts';

/** Colours of one half of a badge, for one ground of the page around it. */
export interface Tones {
  readonly ground: string;
  readonly ink: string;
}

/** Light and dark colours of a half; `frame` outlines it where its ground is that of the page. */
export interface BadgeLook {
  readonly light: Tones;
  readonly dark: Tones;
  readonly frame?: 'solid' | 'dashed';
}

/** The pages around a badge, as framed ones take their ground from them. */
export const PAPER = { light: '#ffffff', dark: '#141619' } as const;

function filled(light: Tones, dark: Tones): BadgeLook {
  return { light, dark };
}

function framed(light: string, dark: string, frame: 'solid' | 'dashed' = 'solid'): BadgeLook {
  return { light: { ground: PAPER.light, ink: light }, dark: { ground: PAPER.dark, ink: dark }, frame };
}

/** The half with the label. */
export const LABEL_LOOK: BadgeLook = filled(
  { ground: '#e2e4e8', ink: '#16181d' },
  { ground: '#33373d', ink: '#e6e8ea' },
);

/** The half with the message: the tokens of the pages (`app/globals.css`) as sRGB, which every renderer knows. */
export const STATUS_BADGE_LOOK: Readonly<Record<Status, BadgeLook>> = {
  'up-to-date': filled({ ground: '#006761', ink: '#ffffff' }, { ground: '#58d1c4', ink: '#06211f' }),
  stale: filled({ ground: '#fbc95f', ink: '#3a1f00' }, { ground: '#eeb23d', ink: '#221202' }),
  'stale-by-ancestor': framed('#884d01', '#f3b94c'),
  broken: filled({ ground: '#b7191c', ink: '#ffffff' }, { ground: '#ff7d78', ink: '#2a0405' }),
  unknown: framed('#54585f', '#a7abb1', 'dashed'),
  pinned: filled({ ground: '#1a57ad', ink: '#ffffff' }, { ground: '#84b7f9', ink: '#04182f' }),
  root: framed('#393d44', '#cbced2'),
  pending: framed('#54585f', '#a7abb1'),
};
