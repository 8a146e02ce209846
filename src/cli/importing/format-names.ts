/** What can be imported, in the order in which a file is held against them. */
export const FORMAT_NAMES = ["csv", "adk", "otlp", "openai-agents", "promptfoo", "swarm"] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];
