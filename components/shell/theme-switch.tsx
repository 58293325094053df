'use client';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { THEME_COOKIE, type Theme } from './theme.ts';

const THEMES = [
  { theme: 'system', label: 'System', icon: Monitor },
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon },
] as const;

function apply(theme: Theme) {
  const age = theme === 'system' ? 0 : 31_536_000;
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${age}; samesite=lax`;
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [current, setCurrent] = useState(initial);
  return (
    <div role="group" aria-label="Theme" className="bg-sunken inline-flex rounded-md p-0.5">
      {THEMES.map(({ theme, label, icon: Icon }) => (
        <button
          key={theme}
          type="button"
          aria-pressed={theme === current}
          onClick={() => {
            apply(theme);
            setCurrent(theme);
          }}
          className={classNames(
            'flex min-h-7 cursor-pointer items-center gap-1 rounded-sm px-2 text-sm',
            theme === current ? 'bg-raised font-medium shadow-sm' : 'text-ink-muted hover:text-ink',
          )}
        >
          <Icon aria-hidden className="size-3.5" />
          {label}
        </button>
      ))}
    </div>
  );
}
