'use client';

import Link from 'next/link';
import type { ComponentProps } from 'react';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { Tooltip } from '#components/ui/controls/tooltip.tsx';
import type { Permission } from '#lib/access/roles.ts';
import { useWhyNot } from './current-user.tsx';

/** A button that is disabled for users without the permission; a tooltip says why. */
export function AllowedButton({
  permission,
  className = '',
  ...rest
}: ComponentProps<typeof Button> & { permission: Permission }) {
  const why = useWhyNot(permission);
  if (why === undefined) return <Button className={className} {...rest} />;
  const { onClick: _, type: __, disabled: ___, ...shown } = rest;
  return (
    <Tooltip text={why}>
      <Button {...shown} aria-disabled className={`cursor-not-allowed opacity-50 ${className}`} />
    </Tooltip>
  );
}

type Variant = NonNullable<Parameters<typeof buttonClass>[0]>;
type Size = NonNullable<Parameters<typeof buttonClass>[1]>;

/** A link that looks like a button, disabled for users without the permission; a tooltip says why. */
export function AllowedLink({
  permission,
  variant = 'plain',
  size = 'md',
  href,
  className = '',
  children,
  ...rest
}: {
  permission: Permission;
  variant?: Variant;
  size?: Size;
  href: ComponentProps<typeof Link>['href'];
  className?: string;
  children: ComponentProps<typeof Link>['children'];
  'aria-label'?: string;
}) {
  const why = useWhyNot(permission);
  if (why === undefined) {
    return (
      <Link href={href} className={`${buttonClass(variant, size)} ${className}`} {...rest}>
        {children}
      </Link>
    );
  }
  return (
    <Tooltip text={why}>
      <Button
        variant={variant === 'primary' ? 'plain' : variant}
        size={size}
        aria-disabled
        className={`cursor-not-allowed opacity-50 ${className}`}
        {...rest}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
