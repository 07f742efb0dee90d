import { Globe, Lock } from 'lucide-react';
import type { ReactNode } from 'react';

/** Who can see the images of a badge, with the button that changes it as `children`. */
export function VisibilityNotice({
  isPublic,
  words,
  children,
}: {
  isPublic: boolean;
  words: string;
  children: ReactNode;
}) {
  const Icon = isPublic ? Globe : Lock;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-line px-3 py-2">
      <Icon aria-hidden size={16} className="shrink-0 text-muted" />
      <p role="status" className="min-w-0 flex-1 basis-64">
        {words}
      </p>
      {children}
    </div>
  );
}
