'use client';

import { createContext, use } from 'react';
import type { ZoomLevel } from './zoom-level.ts';

const Level = createContext<ZoomLevel>('near');

/** Provides the zoom level to the nodes and links inside. */
export const LevelProvider = Level;

/** The zoom level: how much of a node or a link is drawn. */
export function useLevel(): ZoomLevel {
  return use(Level);
}
