import { FileText, History, LayoutList, type LucideIcon, Network, Settings } from 'lucide-react';

/** The places of the rail, in its order. */
export const DESTINATIONS: readonly {
  name: string;
  href: '/' | '/graph' | '/activity' | '/reports' | '/settings';
  icon: LucideIcon;
}[] = [
  { name: 'Fleet', href: '/', icon: LayoutList },
  { name: 'Graph', href: '/graph', icon: Network },
  { name: 'Activity', href: '/activity', icon: History },
  { name: 'Reports', href: '/reports', icon: FileText },
  { name: 'Settings', href: '/settings', icon: Settings },
];
