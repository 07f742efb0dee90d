import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '#components/shell/providers.tsx';
import { parseTheme, THEME_COOKIE } from '#components/shell/theme.ts';
import { hexOf } from '#lib/sharing/colors/stylesheets.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Baseboard', template: '%s · Baseboard' },
  description: 'What container images are based on, and whether those bases are current.',
  icons: { icon: '/icon.svg' },
  manifest: '/manifest.webmanifest',
};

const [LIGHT, DARK] = hexOf('surface');

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: LIGHT },
    { media: '(prefers-color-scheme: dark)', color: DARK },
  ],
};

/** The document around every page. The chosen theme is written here, so no script has to correct it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" {...(theme === 'system' ? {} : { 'data-theme': theme })}>
      <body>
        <Providers renderedAt={Date.now()}>{children}</Providers>
      </body>
    </html>
  );
}
