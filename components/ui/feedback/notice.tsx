import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

const TONES = {
  error: { frame: 'border-status-broken/60', icon: 'text-status-broken' },
  refusal: { frame: 'border-line-strong', icon: 'text-muted' },
} as const;

/** A box that is announced when it appears: an icon, its content, and actions beside it. */
export function Notice({
  tone,
  icon: Icon,
  actions,
  children,
}: {
  tone: keyof typeof TONES;
  icon: LucideIcon;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { frame, icon } = TONES[tone];
  return (
    <div
      role="alert"
      className={`flex items-start gap-3 rounded-md border ${frame} bg-surface px-4 py-3 text-sm`}
    >
      <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${icon}`} />
      {children}
      {actions}
    </div>
  );
}
