/** The parts of the settings, in the order of their tabs. */
export const sections = ["detections", "rules", "allow", "lists", "file"] as const;
export type Section = (typeof sections)[number];

export const sectionTitles: Record<Section, string> = {
  detections: "Detections",
  rules: "Own rules",
  allow: "Allow-lists",
  lists: "Hours and lists",
  file: "Configuration",
};
