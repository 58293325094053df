/** The cookie that switches single-key shortcuts off (WCAG 2.1.4); without it they are on. */
export const SHORTCUTS_COOKIE = 'shortcuts';

export function shortcutsOn(cookie: string | undefined): boolean {
  return cookie !== 'off';
}
