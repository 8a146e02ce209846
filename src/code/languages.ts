/** How files of a language are named and started. `command` is for a file in the working directory. */
export interface Language {
  readonly name: string;
  readonly extension: string;
  command(file: string): readonly string[];
}

const NODE = [
  "node",
  // Node says both of nearly every file of TypeScript, and of modules that no package.json calls so.
  "--disable-warning=ExperimentalWarning",
  "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
];

const LANGUAGES: readonly (Language & { readonly aliases: readonly string[] })[] = [
  {
    name: "python",
    aliases: ["py", "python3"],
    extension: "py",
    // What it prints comes at once, so in order with its errors; it leaves no __pycache__.
    command: (file) => ["python3", "-u", "-B", file],
  },
  { name: "sh", aliases: ["shell"], extension: "sh", command: (file) => ["sh", file] },
  { name: "bash", aliases: [], extension: "sh", command: (file) => ["bash", file] },
  {
    name: "javascript",
    aliases: ["js", "node"],
    extension: "js",
    command: (file) => [...NODE, file],
  },
  { name: "typescript", aliases: ["ts"], extension: "ts", command: (file) => [...NODE, file] },
];

/** The language of a name or an alias, in any case. Undefined for one that is not run. */
export function languageOf(name: string): Language | undefined {
  const wanted = name.toLowerCase();
  return LANGUAGES.find(({ name, aliases }) => name === wanted || aliases.includes(wanted));
}

export const LANGUAGE_NAMES: readonly string[] = LANGUAGES.map(({ name }) => name);
