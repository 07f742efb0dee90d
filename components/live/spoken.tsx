'use client';

import { createContext, type ReactNode, use, useEffect, useId, useMemo, useRef, useState } from 'react';
import { SpokenThrottle } from './spoken-throttle.ts';

/** Speaks a source's text; null forgets the source. */
type Speak = (source: string, text: string | null) => void;

const Spoken = createContext<Speak>(() => undefined);

/**
 * Tells screen readers, at most every ten seconds, how something that runs goes on: the text each time it changes, not
 * the first one. Empty if there is nothing to say.
 */
export function useSpoken(text: string): void {
  const speak = use(Spoken);
  const source = useId();
  useEffect(() => speak(source, text), [speak, source, text]);
  useEffect(() => () => speak(source, null), [speak, source]);
}

/** The page's one polite live region for what runs: see {@link useSpoken}. */
export function SpokenProvider({ children }: { children: ReactNode }) {
  const [spoken, setSpoken] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const speak = useMemo<Speak>(() => {
    const throttle = new SpokenThrottle();
    const later = () => {
      const wait = throttle.dueIn(performance.now());
      clearTimeout(timer.current);
      if (wait === undefined) return;
      timer.current = setTimeout(() => {
        const text = throttle.take(performance.now());
        if (text !== undefined) setSpoken(text);
        else later();
      }, wait);
    };
    return (source, text) => {
      if (text === null) throttle.drop(source);
      else throttle.offer(source, text);
      later();
    };
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <Spoken value={speak}>
      {children}
      <p aria-live="polite" aria-atomic="true" data-spoken className="sr-only">
        {spoken}
      </p>
    </Spoken>
  );
}
