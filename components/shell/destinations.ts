import { FileText, History, LayoutList, type LucideIcon, Network, Settings } from 'lucide-react';

/** The pages of the main navigation, in order. */
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

/** True if a page belongs to a destination; images and bases belong to the fleet. */
export function isAt(href: string, path: string): boolean {
  if (href !== '/') return path.startsWith(href);
  return path === '/' || ['/images', '/bases', '/differences'].some((page) => path.startsWith(page));
}

/** True if a destination can show the fleet at a past moment, so that its link keeps the moment. */
export function showsPast(href: string): boolean {
  return href === '/' || href === '/graph';
}
