import Link from 'next/link';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

export type ButtonVariant = 'primary' | 'plain' | 'quiet' | 'danger';

const VARIANTS: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-accent-solid text-on-accent border-transparent hover:bg-accent-solid-hover',
  plain: 'bg-raised text-ink border-control hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-bad-solid text-on-accent border-transparent hover:brightness-110',
};

/** 32 px high, 28 px when small; never below the 24 px of WCAG 2.5.8. */
export function buttonClass(variant: ButtonVariant = 'plain', small = false): string {
  return classNames(
    'inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap',
    'cursor-pointer disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60',
    small ? 'min-h-7 px-2 text-sm' : 'min-h-8 px-3 text-base',
    VARIANTS[variant],
  );
}

interface Look {
  readonly variant?: ButtonVariant;
  readonly small?: boolean;
}

export function Button({ variant, small, className, type = 'button', ...rest }: ComponentProps<'button'> & Look) {
  return <button type={type} className={classNames(buttonClass(variant, small), className)} {...rest} />;
}

export function LinkButton({ variant, small, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link className={classNames(buttonClass(variant, small), className)} {...rest} />;
}
