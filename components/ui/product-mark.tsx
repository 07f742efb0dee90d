/** The product's mark: layers on a board. */
export function ProductMark({ size = 18 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 18 18" fill="currentColor">
      <rect x="5" y="2" width="8" height="3" rx="0.75" opacity="0.45" />
      <rect x="3" y="6.5" width="12" height="3" rx="0.75" opacity="0.7" />
      <rect x="1" y="11" width="16" height="5" rx="0.75" />
    </svg>
  );
}
