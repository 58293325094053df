/** The theme cookie: `light` or `dark`; without it the system's preference holds. Read by the root layout, so no flash. */
export const THEME_COOKIE = 'theme';

export type Theme = 'light' | 'dark' | 'system';

export function themeOf(cookie: string | undefined): Theme {
  return cookie === 'light' || cookie === 'dark' ? cookie : 'system';
}
