import { useRef, useState } from 'react';

/** How long "Copied" is shown. */
const SHOWN_MS = 1500;

/** Copies text to the clipboard; `copied` is true for a moment afterwards. */
export function useClipboard(): { copied: boolean; copy: (text: string) => void } {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = (text: string) => {
    writeClipboard(text).then(
      () => {
        setCopied(true);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setCopied(false), SHOWN_MS);
      },
      () => setCopied(false),
    );
  };
  return { copied, copy };
}

/**
 * Copies text to the clipboard; throws if the browser refuses. The clipboard API exists only on https and loopback;
 * elsewhere the old command still copies.
 */
export async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('The browser refused to copy.');
}
