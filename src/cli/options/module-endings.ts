/** The endings of modules that Node loads as they are, the one that is looked for first at the front. */
export const MODULE_ENDINGS = [".ts", ".mts", ".js", ".mjs"] as const;
