'use client';
import { ChevronDown } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { ActionForm } from '#components/form/action-form.tsx';
import type { FormAction } from '#components/form/form-state.ts';
import { Submit } from '#components/form/submit.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import type { Theme } from './theme.ts';
import { ThemeSwitch } from './theme-switch.tsx';

/** Who is signed in, the theme, and the way out. A `details` element: it opens before the page is alive. */
export function AccountMenu({
  name,
  email,
  roles,
  theme,
  signOut,
}: {
  name: string;
  email: string;
  roles: readonly string[];
  theme: Theme;
  signOut: FormAction<void>;
}) {
  const menu = useRef<HTMLDetailsElement>(null);
  const path = usePathname();
  useEffect(() => {
    const close = (event: Event) => {
      const { current } = menu;
      if (!current?.open) return;
      const escaped = event instanceof KeyboardEvent && event.key === 'Escape';
      const outside = event.type === 'pointerdown' && event.target instanceof Node && !current.contains(event.target);
      if (!escaped && !outside) return;
      current.open = false;
      if (escaped) current.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  useEffect(() => {
    if (path && menu.current) menu.current.open = false;
  }, [path]);
  return (
    <details ref={menu} className="group relative">
      <summary className="flex min-h-9 cursor-pointer list-none items-center gap-1 rounded-md px-2 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <span className="sr-only">Account: </span>
        <span className="max-w-32 truncate">
          <SafeText text={name} />
        </span>
        <ChevronDown aria-hidden className="text-ink-muted size-4" />
      </summary>
      <div className="bg-raised border-line absolute right-0 z-30 mt-1 w-64 space-y-3 rounded-lg border p-3 shadow-lg">
        <div className="text-sm">
          <p className="font-medium">
            <SafeText text={name} />
          </p>
          <p className="text-ink-muted">
            <SafeText text={email} />
          </p>
          <p className="text-ink-muted">{roles.length > 0 ? roles.join(', ') : 'No roles'}</p>
        </div>
        <ThemeSwitch initial={theme} />
        <div className="border-line flex items-center justify-between border-t pt-2">
          <Link href="/settings/account" className="link text-sm">
            Sessions and password
          </Link>
          <ActionForm action={signOut}>
            <Submit variant="plain" small>
              Sign out
            </Submit>
          </ActionForm>
        </div>
      </div>
    </details>
  );
}
