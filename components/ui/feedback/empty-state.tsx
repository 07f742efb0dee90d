import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** Shown where a list or page is empty: why, and what to do. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <Icon aria-hidden size={20} className="text-muted" />
      <p className="font-medium">{title}</p>
      {children === undefined ? null : <div className="max-w-[52ch] text-sm text-muted">{children}</div>}
      {actions === undefined ? null : (
        <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>
      )}
    </div>
  );
}
