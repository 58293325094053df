/** The product's mark: two strokes that meet, a signature and its countersignature. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 20 20"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M2.5 10.5 6 14.5 12 5" />
      <path d="M8.5 13.5 10 15 17.5 5" />
    </svg>
  );
}
