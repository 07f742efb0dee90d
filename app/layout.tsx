import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Providers } from '#components/shell/providers.tsx';
import { hexOf } from '#lib/sharing/colors/stylesheets.ts';
import { requestTheme } from './request-theme.ts';
import './globals.css';

export const metadata: Metadata = {
  // Pages whose title changes with what they show have none here: see `components/titles`.
  title: { default: '', template: '%s · Baseboard' },
  description: 'What container images are based on, and which bases are stale.',
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

/** The document around every page. It carries the chosen theme, so that no script has to correct it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await requestTheme();
  return (
    <html lang="en" {...(theme === 'system' ? {} : { 'data-theme': theme })}>
      <body>
        <Providers renderedAt={Date.now()}>{children}</Providers>
      </body>
    </html>
  );
}
