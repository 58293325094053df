import { SafeText } from './safe-text.tsx';

/** In this order: later ones are also in what earlier ones say of themselves. */
const BROWSERS = [
  ['Edge', /\bEdgA?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Headless)?(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+)[.\d]* (?:Mobile\/\S+ )?Safari\//],
] as const;

const SYSTEMS = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
] as const;

/** "Chrome 141 on Linux"; what is not known by its user agent is shown as it named itself. */
export function browserName(userAgent: string): string {
  for (const [name, pattern] of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version === undefined) continue;
    const system = SYSTEMS.find(([, known]) => known.test(userAgent))?.[0];
    return `${name} ${version}${system ? ` on ${system}` : ''}`;
  }
  return userAgent;
}

/** What the browser says of itself, which is a claim: enough to tell one's own sessions apart, the whole on hover. */
export function BrowserName({ userAgent }: { userAgent: string | null }) {
  if (userAgent === null) return 'unknown';
  return (
    <span title={userAgent}>
      <SafeText text={browserName(userAgent)} />
    </span>
  );
}
