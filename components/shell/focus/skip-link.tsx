'use client';

/** Moves the focus to the page's main part. The address stays as it is: it may hold a filter or a moment. */
export function SkipLink() {
  return (
    // biome-ignore lint/a11y/useValidAnchor: a link to a part of the page, which also works without scripts.
    <a
      href="#main"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}
      className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
    >
      Skip to content
    </a>
  );
}
