/** What `--reporter` may name. `json` is the result file itself, which is always written. */
export const REPORTER_NAMES = ["table", "json", "junit", "github", "csv", "html", "otlp"] as const;

export type ReporterName = (typeof REPORTER_NAMES)[number];
