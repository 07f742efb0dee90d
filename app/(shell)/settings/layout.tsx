import type { ReactNode } from 'react';
import { SettingsFrame } from '#components/settings/settings-frame.tsx';

/** Each section is its own page with its own access check; the frame shows none of their data. */
export default function SettingsLayout({ children }: { children: ReactNode }) {
  return <SettingsFrame>{children}</SettingsFrame>;
}
