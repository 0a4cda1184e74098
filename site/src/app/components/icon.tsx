import type { JSX } from "preact";

const paths = {
  add: "M8 3v10M3 8h10",
  check: "M3 8.5 6.5 12 13 4.5",
  chevron: "M6 3.5 10.5 8 6 12.5",
  close: "M4 4l8 8M12 4l-8 8",
  copy: "M6 6h7.5v7.5H6zM3.5 10H2.5V2.5H10v1",
  download: "M8 2.5v7.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
  file: "M4 1.5h5.5L13 5v9.5H4zM9.5 1.5V5H13",
  lock: "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  minus: "M3 8h10",
  more: "M3.2 8h.01M8 8h.01M12.8 8h.01",
  open: "M1.5 13V3.5h4.5l1.5 2h7V13z",
  pivot: "M5.5 3H13v7.5M12.5 3.5 3.5 12.5",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.5 10.5 14 14",
  star: "M8 1.8 9.9 5.9 14.3 6.4 11 9.4 11.9 13.8 8 11.6 4.1 13.8 5 9.4 1.7 6.4 6.1 5.9z",
  starred: "M8 1.8 9.9 5.9 14.3 6.4 11 9.4 11.9 13.8 8 11.6 4.1 13.8 5 9.4 1.7 6.4 6.1 5.9z",
  warning: "M8 2 15 14H1zM8 6.5V10M8 11.9v.2",
} as const;

export type IconName = keyof typeof paths;

/** A small picture that says nothing on its own: text beside it names it. */
export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

/** The tool's mark: one session, and the second context that appears in it. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect class="mark-ground" width="32" height="32" rx="7" />
      <path class="mark-lane" d="M6 11h20M6 21h20" />
      <path class="mark-path" d="M6 11h8l5 10h7" />
      <circle class="mark-alarm" cx="19" cy="21" r="3.2" />
    </svg>
  );
}
