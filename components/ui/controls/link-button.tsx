import Link from 'next/link';
import type { ComponentProps } from 'react';
import { buttonClass } from './button.tsx';

/** A link that looks like a button. */
export function LinkButton({
  variant,
  size,
  ...rest
}: Omit<ComponentProps<typeof Link>, 'className'> & {
  variant?: Parameters<typeof buttonClass>[0];
  size?: Parameters<typeof buttonClass>[1];
}) {
  return <Link className={buttonClass(variant, size)} {...rest} />;
}
