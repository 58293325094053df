/** The page that asks for an exemption, filled in for one requirement: linked from pages, answers of the API and the CLI. */
export function exemptionPath(of: {
  readonly ref: string;
  readonly environment: string;
  readonly requirement: string;
}): string {
  return `/exemptions/new?${new URLSearchParams({ ref: of.ref, environment: of.environment, requirement: of.requirement })}`;
}
