/** A time that has passed in the largest unit that says enough: `40 min`, `5 h`, `3 days`. */
export function ageOf(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${Math.max(0, minutes)} min`;
  const hours = Math.round(seconds / 3600);
  if (hours < 48) return `${hours} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
