import type { ComponentProps } from 'react';

const VARIANTS = {
  /** The main action of a page. */
  primary: 'border-accent bg-accent text-on-accent hover:opacity-90',
  plain: 'border-line bg-surface text-text hover:bg-raised',
  quiet: 'border-transparent text-muted hover:bg-raised hover:text-text',
  /** Deletes or revokes something. */
  danger: 'border-status-broken/60 text-status-broken hover:bg-status-broken/10',
} as const;

const SIZES = {
  sm: 'h-7 gap-1.5 px-2 text-xs',
  md: 'h-8 gap-2 px-3 text-sm',
  icon: 'size-8 justify-center',
} as const;

/** The classes of a button, for links that look like one. */
export function buttonClass(
  variant: keyof typeof VARIANTS = 'plain',
  size: keyof typeof SIZES = 'md',
): string {
  return `inline-flex shrink-0 items-center rounded-md border font-medium whitespace-nowrap transition-colors disabled:opacity-50 ${VARIANTS[variant]} ${SIZES[size]}`;
}

/** A button; the size `icon` requires an `aria-label`. */
export function Button({
  variant = 'plain',
  size = 'md',
  type = 'button',
  className = '',
  ...rest
}: ComponentProps<'button'> & { variant?: keyof typeof VARIANTS; size?: keyof typeof SIZES }) {
  return <button type={type} className={`${buttonClass(variant, size)} ${className}`} {...rest} />;
}
