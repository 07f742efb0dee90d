import { LayoutList, type LucideIcon, Network, Settings } from 'lucide-react';

/** The places of the rail, in its order. */
export const DESTINATIONS: readonly { name: string; href: '/' | '/graph' | '/settings'; icon: LucideIcon }[] =
  [
    { name: 'Fleet', href: '/', icon: LayoutList },
    { name: 'Graph', href: '/graph', icon: Network },
    { name: 'Settings', href: '/settings', icon: Settings },
  ];
