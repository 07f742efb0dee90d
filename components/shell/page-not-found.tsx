import { SearchX } from 'lucide-react';
import { LinkButton } from '#components/ui/controls/link-button.tsx';

/** Says that an address has no page, and what to do. */
export function PageNotFound() {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-16 text-center">
      <SearchX aria-hidden size={20} className="text-muted" />
      <h1 className="text-lg font-semibold">Page not found</h1>
      <p className="max-w-[52ch] text-sm text-muted">
        The link may be outdated or incomplete. To find an image or a base, press <kbd>Ctrl K</kbd> or{' '}
        <kbd>⌘ K</kbd>, or go to the fleet.
      </p>
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        <LinkButton href="/">Go to the fleet</LinkButton>
        <LinkButton href="/activity">Go to activity</LinkButton>
      </div>
    </div>
  );
}
