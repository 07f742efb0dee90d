import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonClass } from '#components/ui/controls/button.tsx';
import { ProductMark } from '#components/ui/product-mark.tsx';

export const metadata: Metadata = { title: 'Page not found' };

/** Shown for an address that has no page. */
export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-sm flex-col items-start gap-3 px-4 pt-[18vh]">
      <ProductMark size={24} />
      <h1 className="text-lg font-semibold">Page not found</h1>
      <p className="text-muted">The link may be outdated or incomplete.</p>
      <Link href="/" className={buttonClass()}>
        Go to the fleet
      </Link>
    </main>
  );
}
